"""What waits for a decision about one person, each with the page on which it is decided.

Every floor tells its part in its ``overview.py``, in events of the reader's own alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User


@dataclass(frozen=True)
class Undecided:
    sentence: str
    url: str


Finder = Callable[[User, list[Event], User], Iterable[Undecided]]
_finders: list[Finder] = []


def undecided(find: Finder) -> Finder:
    """Registers what waits: about this person, in these events, as far as this reader may know."""
    _finders.append(find)
    return find


def undecided_about(person: User, events: list[Event], reader: User) -> list[Undecided]:
    return [found for find in _finders for found in find(person, events, reader)]
