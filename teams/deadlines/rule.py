"""Until when something is taken from a team: the event's deadline, its challenge's, or its own.

Each rule stands here twice, for one row and for a query, and tests hold both against each other.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from challenges.models import Challenge
from hackathon.kernel.columns import with_columns
from hackathon.kernel.grace import end_of_grace, end_of_grace_in
from hackathon.models import Event
from teams.team.models.team import Team


def shared_deadline(challenge: Challenge, event: Event) -> datetime:
    """The deadline of everybody who works on a challenge."""
    return challenge.submissions_close_at or event.submissions_close_at


def deadline_of(target: Any) -> datetime:
    """The deadline as it is told: of an event, of a challenge, or of whatever belongs to a team."""
    if isinstance(target, Event):
        return target.submissions_close_at
    if hasattr(target, "submissions_close_at"):
        return shared_deadline(target, target.event)
    team = getattr(target, "team", target)
    shared = shared_deadline(team.challenge, team.event)
    return max(shared, team.extended_until) if team.extended_until else shared


def deadline_in(team: str = "") -> Combinable:
    """A team's deadline in a query; ``team`` is the path to the team, as in ``"team__"``."""
    shared = Coalesce(
        f"{team}challenge__submissions_close_at", f"{team}event__submissions_close_at"
    )
    return Greatest(shared, f"{team}extended_until")  # no extension is no later than anything


def closing_of(target: Any) -> datetime:
    """The instant from which nothing more is taken: the deadline and the minutes of grace."""
    event = target if isinstance(target, Event) else getattr(target, "team", target).event
    return end_of_grace(event, deadline_of(target))


def closing_in(team: str = "") -> Combinable:
    """The same of a team in a query."""
    return end_of_grace_in(f"{team}event__", deadline_in(team))


def with_closing(teams: QuerySet[Team]) -> QuerySet[Team]:
    """``closes_at``: the instant from which nothing more is taken from the team."""
    return with_columns(teams, closes_at=closing_in())


def open_at(teams: QuerySet[Team], moment: datetime) -> QuerySet[Team]:
    """The teams that can still submit at that instant."""
    return with_closing(teams).filter(Q(closes_at__gt=moment))


def over_at(teams: QuerySet[Team], moment: datetime) -> QuerySet[Team]:
    """The teams whose time is over at that instant."""
    return with_closing(teams).filter(Q(closes_at__lte=moment))
