"""What upper floors do in the same operation when a project is moved to another challenge."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from challenges.models import Challenge
from hackathon.models import User
from teams.models import Submission


@dataclass(frozen=True)
class Moved:
    """A project that now answers another challenge, and why."""

    submission: Submission
    before: Challenge
    after: Challenge
    reason: str
    at: datetime
    by: User | None = None  # who moved it, where it is not the clock or the teams themselves


Follow = Callable[[Moved], None]
_follow: list[Follow] = []


def when_moved(follow: Follow) -> Follow:
    """Registers what goes along with a project that moves; called under its team's lock."""
    _follow.append(follow)
    return follow


def tell_moved(moved: Moved) -> None:
    if moved.before == moved.after:
        return
    for follow in _follow:
        follow(moved)
