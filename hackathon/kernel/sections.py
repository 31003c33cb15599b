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

HOME_FIRST, HOME, ME, LINKS = "home first", "home", "me", "links"
CALL = "call"  # on the event's public page: what whoever has no part in the event yet can do
GALLERY = "gallery"  # what the projects that are shown have won
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


@dataclass(frozen=True)
class Win:
    """A prize that a project has won."""

    title: str
    reward: str = ""


@dataclass(frozen=True)
class Wins:
    """What projects have won, by the number of the submission."""

    of_submissions: dict[int, list[Win]]


Part = Section | Link | OwnTime | Wins
Compose = Callable[[Any, Any], Part | None]  # of an event, or none, and the reader


@dataclass(frozen=True)
class Entry:
    order: int
    compose: Compose


_places: dict[str, list[Entry]] = defaultdict(list)


def section(place: str, *, order: int = 50) -> Callable[[Compose], Compose]:
    """Registers ``compose(event, user)``, which gives a part of the place or nothing."""

    def register(compose: Compose) -> Compose:
        _places[place].append(Entry(order, compose))
        _places[place].sort(key=lambda entry: entry.order)
        return compose

    return register


def compose_sections(place: str, event: Event | None, user: Visitor) -> list[Part]:
    """The parts of a place for this reader, in their order."""
    parts = (entry.compose(event, user) for entry in _places[place])
    return [part for part in parts if part]
