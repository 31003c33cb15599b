"""What upper floors add to a lower floor's pages: sections of a page, and links for its reader.

Each floor declares its own in ``sections.py``. A page asks for its place and knows no floor.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hackathon.models import Event, User

HOME_FIRST, HOME, ME, LINKS = "home first", "home", "me", "links"


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


Compose = Callable[[Event | None, User], Section | Link | None]
_places: dict[str, list[tuple[int, Compose]]] = defaultdict(list)


def section(place: str, *, order: int = 50) -> Callable[[Compose], Compose]:
    def register(compose: Compose) -> Compose:
        _places[place].append((order, compose))
        _places[place].sort(key=lambda entry: entry[0])
        return compose

    return register


def composed(place: str, event: Event | None, user: User) -> list[Section | Link]:
    parts = (compose(event, user) for _, compose in _places[place])
    return [part for part in parts if part]
