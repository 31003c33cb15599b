"""What upper floors add to a lower floor's pages: sections of a page, and links for its reader.

Each floor declares its own in ``sections.py``. A page asks for its place and knows no floor.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import Visitor
from hackathon.kernel.readings import Reading

HOME_FIRST, HOME, ME, LINKS = "home first", "home", "me", "links"
CALL = "call"  # on the event's public page: what whoever has no part in the event yet can do
GALLERY = "gallery"  # its readings give rows with the ``id`` of a submission, and what it won
STRIP, BANNERS = "strip", "banners"
READ_ONLY = "read only"  # links below a row of the workplace that published results rest on


@dataclass(frozen=True)
class Section:
    """A part of a page: its template, and what the template shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """Where the reader has something of their own; an action is the one thing to do now."""

    label: str
    url: str
    is_action: bool = False


@dataclass(frozen=True)
class OwnTime:
    """The reader's own end of the phase, where it is another one than the event's."""

    sentence: str
    at: datetime
    more: str = ""
    is_over: bool = False


Compose = Callable[..., Section | Link | OwnTime | None]


@dataclass(frozen=True)
class Entry:
    order: int
    compose: Compose
    readings: dict[str, Reading]


_places: dict[str, list[Entry]] = defaultdict(list)


def section(
    place: str, *, order: int = 50, readings: dict[str, Reading] | None = None
) -> Callable[[Compose], Compose]:
    """Registers ``compose(event, user, **rows)``; the page reads the rows in one round trip."""

    def register(compose: Compose) -> Compose:
        _places[place].append(Entry(order, compose, readings or {}))
        _places[place].sort(key=lambda entry: entry.order)
        return compose

    return register


def readings_of(*places: str) -> dict[str, Reading]:
    """What the sections of these places want to read, by name."""
    entries = (entry for place in places for entry in _places[place])
    return {name: reading for entry in entries for name, reading in entry.readings.items()}


def compose_sections(
    place: str, event: Event | None, user: Visitor, rows: dict[str, list[Any]] | None = None
) -> list[Section | Link | OwnTime]:
    parts = []
    for entry in _places[place]:
        found = {name: rows[name] for name in entry.readings} if rows else {}
        parts.append(entry.compose(event, user, **found))
    return [part for part in parts if part]
