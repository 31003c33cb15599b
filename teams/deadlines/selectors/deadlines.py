"""Until when something is taken from a team: the event's deadline, its challenge's, or its own."""

from datetime import datetime
from typing import Any

from hackathon.models import Event


def deadline_of(target: Any) -> datetime:
    """The deadline as it is told: of an event, of a challenge, or of whatever belongs to a team."""
    if isinstance(target, Event):
        return target.submissions_close_at
    if hasattr(target, "submissions_close_at"):
        return target.submissions_close_at or target.event.submissions_close_at
    team = getattr(target, "team", target)
    shared = team.challenge.submissions_close_at or team.event.submissions_close_at
    return max(shared, team.extended_until) if team.extended_until else shared


def closing_of(target: Any) -> datetime:
    """The instant from which nothing more is taken: the deadline and the minutes of grace."""
    event = target if isinstance(target, Event) else getattr(target, "team", target).event
    return event.end_of_grace(deadline_of(target))
