"""How long is waited before something that failed is tried again, and for how long at most."""

from collections.abc import Sequence
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded

HORIZON = timedelta(hours=48)
# A time limit ends the worker's round and says nothing about what it was just doing: whatever
# catches everything lets this pass.
ENDS_THE_ROUND = (SoftTimeLimitExceeded,)

MAIL = [timedelta(seconds=seconds) for seconds in (10, 20, 40, 80, 160, 320, 640, 900)]
CLOCK = [timedelta(seconds=seconds) for seconds in (20, 60, 120, 300, 900)]


def pause_after(tries: int, pauses: Sequence[timedelta] = MAIL) -> timedelta:
    """After the first failure the first pause, then growing; from the last one on, always that."""
    return pauses[min(max(tries, 1), len(pauses)) - 1]
