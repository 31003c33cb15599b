"""What upper floors do and demand when an event's timetable moves: under its lock."""

from collections.abc import Callable
from datetime import datetime

from hackathon.kernel.models.event import Event

Demand = Callable[[Event], None]  # raises StateConflict if the timetable does not fit
_demands: list[Demand] = []


def timetable_demand(demand: Demand) -> Demand:
    """Registers what must still fit into the timetable after it has moved."""
    _demands.append(demand)
    return demand


Follow = Callable[[Event, datetime], None]  # the event as it is now, and the deadline before
_following: list[Follow] = []


def deadline_followed(follow: Follow) -> Follow:
    """Registers what moves along with the instant at which submissions close."""
    _following.append(follow)
    return follow


def move_along(event: Event, before: datetime) -> None:
    for follow in _following:
        follow(event, before)


def require_fit(event: Event) -> None:
    for demand in _demands:
        demand(event)
