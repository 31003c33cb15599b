"""Until when: a team's own times, the extensions that run, and what organisers see of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.kernel.once_a_page import once_a_page
from hackathon.kernel.operations import seen_at
from hackathon.models import Event, User
from teams.deadlines.models import Extension, LateRequest
from teams.deadlines.rule import closing_of, deadline_of
from teams.team.models.team import Team


@dataclass(frozen=True)
class Times:
    """A team's deadline, when it closes for good, and what happens then."""

    deadline: datetime
    closes_at: datetime
    now: datetime
    last_draft_counts: bool

    @property
    def has_grace(self) -> bool:
        return self.closes_at > self.deadline

    @property
    def is_in_grace(self) -> bool:
        return self.deadline <= self.now < self.closes_at

    @property
    def is_over(self) -> bool:
        return self.now >= self.closes_at


def times_of(team: Team) -> Times:
    event = team.event
    return Times(deadline_of(team), closing_of(team), seen_at(event), event.last_draft_counts)


@once_a_page
def team_here(event: Event, user: User) -> Team | None:
    """The reader's team with its challenge."""
    team = event.teams.of(user).select_related("challenge").first()
    if team:
        team.event = event
    return team


def late_requests_of(team: Team) -> QuerySet[LateRequest]:
    return team.late_requests.order_by("-pk")


@dataclass(frozen=True)
class MoreTime:
    """An extension that runs: for everyone, for a challenge or for a team."""

    until: datetime
    reason: str
    team_id: int | None
    challenge_id: int | None
    title: str  # of the challenge


def running_extensions(event: Event, team: Team | None = None) -> list[MoreTime]:
    """What everybody may know of, and what concerns this team alone: the last extension of
    everyone, of each challenge and of the team, until its deadline.

    One that was overtaken by another deadline is told no more. One that was asked for is told with
    the organiser's word: the reason of its row is what the team had written.
    """
    deadline = Case(
        When(team__isnull=False, then="team__extended_until"),
        When(challenge__isnull=False, then="challenge__submissions_close_at"),
        default="event__submissions_close_at",
    )
    asked = LateRequest.objects.filter(
        team=OuterRef("team"),
        answered_at=OuterRef("granted_at"),
        answer=LateRequest.Answer.ACCEPTED,
    )
    concerned = Q(team=None) | Q(team=team) if team else Q(team=None)
    running = event.extensions.filter(concerned, until__gt=seen_at(event))
    running = running.alias(deadline=deadline).filter(until=F("deadline"))
    running = running.annotate(words=Coalesce(Subquery(asked.values("words")[:1]), "reason"))
    running = running.select_related("challenge").order_by("challenge_id", "team_id", "-pk")
    return [
        MoreTime(
            row.until,
            row.words,
            row.team_id,
            row.challenge_id,
            row.challenge.title if row.challenge else "",
        )
        for row in running.distinct("challenge_id", "team_id")
    ]


def challenges_apart(event: Event) -> list[Challenge]:
    """The challenges with a deadline that is not the event's."""
    own = event.challenges.exclude(submissions_close_at=None)
    return list(own.exclude(submissions_close_at=event.submissions_close_at))


def extensions_of(event: Event) -> QuerySet[Extension]:
    rows = event.extensions.select_related("team", "challenge", "granted_by")
    return rows.order_by("-pk")


def waiting_requests(event: Event) -> QuerySet[LateRequest]:
    asked = LateRequest.objects.filter(team__event=event, answer=LateRequest.Answer.WAITING)
    return asked.select_related("team__challenge", "asked_by")


def late_request_or_404(event: Event, request_id: int) -> LateRequest:
    asked = LateRequest.objects.filter(team__event=event).select_related("team__event")
    return get_object_or_404(asked, pk=request_id)


def concerned_by(extension: Extension) -> QuerySet[Team]:
    """The teams whose deadline an extension moves."""
    teams = extension.event.teams.standing().select_related("challenge", "event")
    if extension.team_id:
        return teams.filter(pk=extension.team_id)
    if extension.challenge_id:
        return teams.filter(challenge=extension.challenge_id)
    return teams


def extended_teams(event: Event) -> QuerySet[Team]:
    """The teams with a deadline of their own."""
    teams = event.teams.standing().exclude(extended_until=None)
    return teams.select_related("challenge")
