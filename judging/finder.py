"""Ties that nobody declared: rows compared, and what was found before left out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import QuerySet

from challenges.models import ChallengeOwner
from hackathon.models import Event, User
from hackathon.operations import seen_at
from judging import policy
from judging.likeness import Facts, facts, signs
from judging.models import Conflict, Judge
from teams.coaching import HELPED
from teams.models import HelpStep, Member

Sign, Kind = Conflict.Sign, Conflict.Kind
KINDS = {
    Sign.ORGANISATION: Kind.WORKS_WITH, Sign.DOMAIN: Kind.WORKS_WITH, Sign.COACH: Kind.COACHED,
    Sign.OWNER: Kind.OWNS, Sign.PERSON: Kind.OTHER,
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    judge: int
    team: int
    sign: str

    @property
    def kind(self) -> str:
        return KINDS[Sign(self.sign)]


@dataclass
class Rows:
    """Everything that is compared, read in a fixed number of queries."""

    members: dict[int, list[Facts]] = field(default_factory=lambda: defaultdict(list))
    teams: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # by challenge
    helpers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    owners: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def findings(event: Event) -> list[Finding]:
    """What nobody has written down yet, in an order that does not change."""
    judges = event.judges.seated().select_related("user").prefetch_related("panel_seats")
    known = Conflict.objects.filter(judge__event=event, origin=Conflict.Origin.FOUND)
    seen = set(known.values_list("judge", "team", "sign"))
    rows = rows_of(event)
    fresh = {
        found
        for judge in judges
        for found in ties_of(judge, rows)
        if (found.judge, found.team, found.sign) not in seen
    }
    return sorted(fresh, key=lambda found: (found.judge, found.team, found.sign))


def ties_of(judge: Judge, rows: Rows) -> Iterator[Finding]:
    own = facts_of_judge(judge)
    for seat in judge.panel_seats.all():
        for team in rows.teams[seat.challenge_id]:
            if judge.user_id in rows.owners[seat.challenge_id]:
                yield Finding(judge.pk, team, Sign.OWNER)
            if judge.user_id in rows.helpers[team]:
                yield Finding(judge.pk, team, Sign.COACH)
            for member in rows.members[team]:
                for sign in signs(own, member):
                    yield Finding(judge.pk, team, sign)


def facts_of_judge(judge: Judge) -> Facts:
    user = judge.user or User()
    said = [getattr(judge, f"organisation_{code}") for code, _name in settings.LANGUAGES]
    return facts(
        user=judge.user_id, name=judge.name, addresses=[judge.email, user.email],
        organisations=[*said, user.organisation], photo=judge.photo or user.photo,
    )  # fmt: skip


def rows_of(event: Event) -> Rows:
    rows = Rows()
    members = Member.objects.filter(event=event, team__closed_at=None)
    for member in members.select_related("user", "team"):
        user = member.user
        rows.teams[member.team.challenge_id].add(member.team_id)
        rows.members[member.team_id].append(
            facts(user=user.pk, name=user.name, addresses=[user.email],
                  organisations=[user.organisation], photo=user.photo)
        )  # fmt: skip
    helped = HelpStep.objects.filter(request__team__event=event, kind__in=HELPED)
    for team, user in helped.values_list("request__team", "coach__user"):
        rows.helpers[team].add(user)
    owners = ChallengeOwner.objects.filter(challenge__event=event)
    for challenge, user in owners.values_list("challenge", "user"):
        rows.owners[challenge].add(user)
    return rows


def events_at_work() -> Iterator[Event]:
    """Events with a jury, in a phase in which a tie still matters."""
    seated: QuerySet[Event] = Event.objects.filter(
        judges__accepted_at__isnull=False, judges__left_at=None, published_at=None
    )
    for event in seated.distinct():
        if event.phase_at(seen_at(event)) in policy.FIND_CONFLICTS.phases:
            yield event
