"""What upper floors do in the same operation when a project is moved to another challenge, and
what workers do once an archive is asked for."""

from dataclasses import dataclass
from datetime import datetime

from challenges.models import Challenge
from hackathon.kernel.after_commit import ring_after
from hackathon.kernel.sockets import Socket
from hackathon.models import User
from teams.submissions.models.submission import Submission
from teams.submissions.policy import ASK_BUNDLE
from teams.submissions.services.bundles import TASK


@dataclass(frozen=True)
class Moved:
    """A project that now answers another challenge, and why."""

    submission: Submission
    before: Challenge
    after: Challenge
    reason: str
    at: datetime
    by: User | None = None  # who moved it, where it is not the clock or the teams themselves


# What goes along with a project that moves; called under its team's lock.
follow_moved = Socket[[Moved]]()


def tell_moved(moved: Moved) -> None:
    if moved.before != moved.after:
        follow_moved(moved)


ring_after(TASK, ASK_BUNDLE.verb)
