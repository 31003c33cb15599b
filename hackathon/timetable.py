"""What upper floors demand of an event's timetable: asked whenever it moves, under its lock."""

from collections.abc import Callable

from hackathon.models import Event

Demand = Callable[[Event], None]  # raises StateConflict if the timetable does not fit
_demands: list[Demand] = []


def timetable_demand(demand: Demand) -> Demand:
    """Registers what must still fit into the timetable after it has moved."""
    _demands.append(demand)
    return demand


def require_fit(event: Event) -> None:
    for demand in _demands:
        demand(event)
