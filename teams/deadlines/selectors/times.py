"""Until when: a team's own times, the extensions that run, and what organisers see of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.kernel.operations import seen_at
from hackathon.kernel.readings import Reading, column, once_a_page
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


@Reading
def extensions_shown(language: str) -> str:
    """The last extension of everyone, of each challenge and of each team that still runs.

    One that was overtaken by another deadline is told no more. One that was asked for is told with
    the organiser's word: the reason of its row is what the team had written.
    """
    title = column(Challenge, "title", language, "c")
    return f"""
        SELECT DISTINCT ON (x.challenge_id, x.team_id)
            x.until, CASE WHEN l.id IS NULL THEN x.reason ELSE l.words END AS reason,
            x.team_id, x.challenge_id, {title}
        FROM teams_extension x
        JOIN hackathon_event e ON e.id = x.event_id
        LEFT JOIN challenges_challenge c ON c.id = x.challenge_id
        LEFT JOIN teams_team t ON t.id = x.team_id
        LEFT JOIN teams_laterequest l ON l.team_id = x.team_id AND l.answered_at = x.granted_at
            AND l.answer = 'accepted'
        WHERE x.event_id = %s AND x.until > clock_timestamp() AND x.until = CASE
            WHEN x.team_id IS NOT NULL THEN t.extended_until
            WHEN x.challenge_id IS NOT NULL THEN c.submissions_close_at
            ELSE e.submissions_close_at END
        ORDER BY x.challenge_id, x.team_id, x.id DESC"""  # noqa: S608 - our own names


def running_extensions(event: Event, team: Team | None = None) -> list[Any]:
    """What everybody may know of, and what concerns this team alone."""
    rows = extensions_shown(event.pk)
    return [row for row in rows if row.team_id is None or (team and row.team_id == team.pk)]


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
