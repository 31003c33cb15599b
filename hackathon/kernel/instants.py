"""Instants at which a page changes by itself, because the clock says so."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import models

from hackathon.kernel.grace import end_of_grace
from hackathon.kernel.models.event import Event

Instants = Callable[[Event], Iterable[datetime]]


class InstantsOfEvents:
    """Rooms with instants of their own plug in what finds them, in their ``following.py``."""

    def __init__(self) -> None:
        self.plugged: list[Instants] = [own_instants]

    def plug(self, find: Instants) -> Instants:
        self.plugged.append(find)
        return find

    def next_after(self, event: Event, moment: datetime) -> datetime | None:
        """When a page of the event has to be made anew, though nobody changed anything."""
        found = (at for find in self.plugged for at in find(event))
        return min((at for at in found if at > moment), default=None)


def own_instants(event: Event) -> list[datetime]:
    """Every instant in the event's own row, and the end of its grace."""
    fields = event._meta.concrete_fields
    named = [getattr(event, f.attname) for f in fields if isinstance(f, models.DateTimeField)]
    return [*filter(None, named), end_of_grace(event, event.submissions_close_at)]


instants = InstantsOfEvents()
