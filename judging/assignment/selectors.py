"""What a judge is to review: by their seat on a panel, or as they were asked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from hackathon.kernel.operations import seen_at
from hackathon.kernel.phases import Phase
from hackathon.models import Event
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import Panel
from teams.deadlines.rule import with_closing
from teams.models import Member, Submission, Team, Version
from teams.submissions.models.eligibility import RULED_OUT, TAKEABLE
from teams.submissions.selectors.submissions import entered_versions

AFTER_THE_DEADLINE = frozenset({Phase.JUDGING, Phase.DELIBERATION, Phase.PUBLISHED})


def asked_of(judge: Judge, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that a judge is to review: everything of their panel, or what they were asked to.

    Who is in reserve reviews nothing.
    """
    seats = judge.panel_seats.exclude(role=PanelSeat.Role.RESERVE)
    seats = seats.filter(challenge=OuterRef("team__challenge"))
    some = Panel.objects.filter(challenge=OuterRef("team__challenge"), mode=Panel.Mode.SOME)
    asked = judge.assignments.open().filter(submission=OuterRef("pk"))
    return submissions.filter(Exists(seats), ~Exists(some) | Exists(asked))


def teams_not_asked_for(event: Event) -> QuerySet[Team]:
    """Teams that can still submit: nobody is asked to review their project yet."""
    return teams_not_asked_in([event])


def teams_not_asked_in(events: Collection[Event]) -> QuerySet[Team]:
    """The same in several events."""
    early = Q(pk__in=[])
    found: QuerySet[Team] = Team.objects.all()
    for event in events:
        if event.phase_at(seen_at(event)) in AFTER_THE_DEADLINE:
            early |= Q(event=event, closes_at__gt=seen_at(event))
            found = with_closing(Team.objects.all())
        else:
            early |= Q(event=event)
    return found.filter(early)


@dataclass(frozen=True)
class Coming:
    """Projects that are a judge's to review, and whose teams can still submit."""

    number: int = 0
    until: datetime | None = None  # when the last of them can no longer


def coming_to(judge: Judge) -> Coming:
    """What is not on the judge's desk yet, after the deadline for all; nothing of teams that they
    are tied to, and nothing as long as they compete themselves."""
    event = judge.event
    if event.phase_at(seen_at(event)) != Phase.JUDGING:
        return Coming()
    written = Submission.objects.filter(~RULED_OUT, team__event=event, status__in=TAKEABLE)
    own = asked_of(judge, written).exclude(team__in=judge.conflicts.standing().values("team"))
    own_seat = Member.objects.filter(event=judge.event_id, user=judge.user_id)
    teams = teams_not_asked_for(event).filter(closed_at=None, submission__in=own.values("pk"))
    found = teams.exclude(Exists(own_seat)).aggregate(n=Count("pk"), until=Max("closes_at"))
    return Coming(found["n"], found["until"])


def on_desks(event: Event, submissions: Iterable[int]) -> set[int]:
    """Of these projects those that judges are asked to review now: neither what does not compete
    nor what its team still writes."""
    versions = entered_versions(event).filter(submission__in=list(submissions))
    versions = versions.exclude(submission__team__in=teams_not_asked_for(event))
    return set(versions.values_list("submission", flat=True))


def versions_for(judge: Judge) -> QuerySet[Version]:
    """What is entered and theirs to review, without what they have a conflict with.

    Nothing, as long as they compete in the event themselves.
    """
    own = asked_of(judge, Submission.objects.filter(team__event=judge.event))
    tied = Q(submission__team__in=judge.conflicts.standing().values("team"))
    versions = entered_versions(judge.event).filter(submission__in=own.values("pk")).exclude(tied)
    versions = versions.exclude(submission__team__in=teams_not_asked_for(judge.event))
    own_seat = Member.objects.filter(event=judge.event_id, user=judge.user_id)
    return versions.exclude(Exists(own_seat)).select_related("submission__team__challenge")
