"""When teams are fixed: asked of one event here, and of a whole query.

Both forms of the rule stand side by side, and tests hold them against each other and against the
operations that end at that instant.
"""

from datetime import datetime

from django.db.models.functions import Least

from hackathon.models import Event
from teams.participants.policy import FREEZE


def fixed_from(event: Event) -> datetime:
    """The instant from which teams change no more: never later than submissions close."""
    shared, own = event.submissions_close_at, getattr(event, FREEZE)
    return min(shared, own) if own else shared


def fixed_from_in(event: str) -> Least:
    """The same in a query; ``event`` is the path to the event, as in ``"event__"``."""
    return Least(f"{event}submissions_close_at", f"{event}{FREEZE}")  # no instant is no earlier
