"""Ties that nobody declared: rows compared, and what was found before left out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import QuerySet

from challenges.models import ChallengeOwner
from hackathon.kernel.operations import seen_at
from hackathon.models import Event, User
from judging.conflicts import policy
from judging.conflicts.likeness import (
    Facts,
    Neutral,
    facts,
    signs,
)
from judging.conflicts.models import Conflict
from judging.conflicts.selectors.neutral import neutral_in
from judging.jury.models import Judge
from teams.models import Departure, HelpStep, Member

Sign, Kind = Conflict.Sign, Conflict.Kind
KINDS = {
    Sign.ORGANISATION: Kind.WORKS_WITH,
    Sign.DOMAIN: Kind.WORKS_WITH,
    Sign.COACH: Kind.COACHED,
    Sign.OWNER: Kind.OWNS,
    Sign.PERSON: Kind.OTHER,
    Sign.ACCOUNT: Kind.OTHER,
    Sign.FORMER: Kind.OTHER,
}


@dataclass(frozen=True)
class Tie:
    """One sign that a judge is tied to a team, by one of its members where it is about one."""

    judge: int
    team: int
    sign: str
    person: int | None = None
    clue: str = ""


@dataclass(frozen=True)
class Finding:
    """What one sign says about a judge and a team: by whom of it, and what is alike."""

    judge: int
    team: int
    sign: str
    people: tuple[int, ...] = ()
    clues: tuple[str, ...] = ()

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
    former: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def findings(event: Event) -> list[Finding]:
    """What nobody has written down yet, in an order that does not change.

    A sign that is known of some members of a team is news when others of it show it, too.
    """
    seated = event.judges.seated().select_related("user").prefetch_related("panel_seats")
    judges = list(seated)
    rows, known = rows_of(event), known_in(event)
    own = {judge.pk: facts_of_judge(judge) for judge in judges}
    everybody = [*own.values(), *(one for team in rows.members.values() for one in team)]
    neutral = neutral_in(event, everybody)
    found: dict[tuple[int, int, str], set[Tie]] = defaultdict(set)
    for judge in judges:
        for tie in ties_of(judge, own[judge.pk], rows, neutral):
            if not is_known(tie, known):
                found[tie.judge, tie.team, tie.sign].add(tie)
    return [finding_of(*key, ties) for key, ties in sorted(found.items())]


def known_in(event: Event) -> dict[tuple[int, int, str], list[set[int]]]:
    """For each judge, team and sign the members that its rows name."""
    known: dict[tuple[int, int, str], list[set[int]]] = defaultdict(list)
    found = Conflict.objects.filter(judge__event=event, origin=Conflict.Origin.FOUND)
    for judge, team, sign, people in found.values_list("judge", "team", "sign", "people"):
        known[judge, team, sign].append(set(people))
    return known


def is_known(tie: Tie, known: dict[tuple[int, int, str], list[set[int]]]) -> bool:
    """A row that names nobody, written before rows did or about no member, is about them all."""
    rows = known.get((tie.judge, tie.team, tie.sign), [])
    return any(not people or tie.person in people for people in rows)


def finding_of(judge: int, team: int, sign: str, ties: set[Tie]) -> Finding:
    people = tuple(sorted({tie.person for tie in ties if tie.person}))
    clues = tuple(sorted({tie.clue for tie in ties if tie.clue}))
    return Finding(judge, team, sign, people, clues)


def ties_of(judge: Judge, own: Facts, rows: Rows, neutral: Neutral) -> Iterator[Tie]:
    for seat in judge.panel_seats.all():
        for team in rows.teams[seat.challenge_id]:
            yield from ties_to(judge, own, team, rows, neutral)
            if judge.user_id in rows.owners[seat.challenge_id]:
                yield Tie(judge.pk, team, Sign.OWNER)


def ties_to(judge: Judge, own: Facts, team: int, rows: Rows, neutral: Neutral) -> Iterator[Tie]:
    if judge.user_id in rows.helpers[team]:
        yield Tie(judge.pk, team, Sign.COACH)
    if judge.user_id in rows.former[team]:
        yield Tie(judge.pk, team, Sign.FORMER)
    for member in rows.members[team]:
        for sign, clue in signs(own, member, neutral):
            yield Tie(judge.pk, team, sign, member.user, clue)


def facts_of_judge(judge: Judge) -> Facts:
    user = judge.user or User()
    said = [getattr(judge, f"organisation_{code}") for code, _name in settings.LANGUAGES]
    return facts(
        user=judge.user_id,
        name=judge.name,
        addresses=[judge.email, user.email],
        organisations=[*said, user.organisation],
        photo=judge.photo or user.photo,
    )


def rows_of(event: Event) -> Rows:
    rows = Rows()
    members = Member.objects.filter(event=event, team__closed_at=None)
    for member in members.select_related("user", "team"):
        user = member.user
        rows.teams[member.team.challenge_id].add(member.team_id)
        rows.members[member.team_id].append(
            facts(
                user=user.pk,
                name=user.name,
                addresses=[user.email],
                organisations=[user.organisation],
                photo=user.photo,
            )
        )
    # Whoever had a request in hand has read it, whatever they did with it afterwards.
    helped = HelpStep.objects.filter(request__team__event=event).order_by()
    for team, person in helped.values_list("request__team", "coach__user").distinct():
        rows.helpers[team].add(person)
    owners = ChallengeOwner.objects.filter(challenge__event=event)
    for challenge, person in owners.values_list("challenge", "user"):
        rows.owners[challenge].add(person)
    left = Departure.objects.filter(team__event=event, team__closed_at=None)
    for team, person in left.values_list("team", "user"):
        rows.former[team].add(person)
    return rows


def events_at_work() -> Iterator[Event]:
    """Events with a jury, in a phase in which a tie still matters."""
    seated: QuerySet[Event] = Event.objects.filter(
        judges__accepted_at__isnull=False, judges__left_at=None, published_at=None
    )
    for event in seated.distinct():
        if event.phase_at(seen_at(event)) in policy.FIND_CONFLICTS.phases:
            yield event
