from collections.abc import Callable
from functools import wraps
from typing import Any

from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User


def once_a_page(read: Callable[[Event, User], Any]) -> Callable[[Event, User], Any]:
    """What is read of an event and its reader, kept with the event for all parts of a page."""

    @wraps(read)
    def known_or_read(event: Event, user: User) -> Any:
        known = event.__dict__.setdefault(f"{read.__name__}_by_reader", {})
        if user.pk not in known:
            known[user.pk] = read(event, user)
        return known[user.pk]

    return known_or_read
