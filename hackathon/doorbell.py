"""Rings for the worker. Postgres holds the truth: if nobody hears the bell, beat sweeps."""

import logging
import time

from kombu.exceptions import OperationalError

from hackathon.celery import app

logger = logging.getLogger(__name__)

QUIET_SECONDS = 15
_silent_until = 0.0


def ring(task: str = "hackathon.tasks.sweep") -> bool:
    """Ask a worker to look at the outbox. Never fails the request; says whether it was heard.

    After a failure this process stays silent for a while, so that a hung Redis costs one
    request two seconds and not every request.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        app.send_task(task, retry=False)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + QUIET_SECONDS
        logger.warning("The worker's bell is out of order: %s", type(error).__name__)
        return False
    return True
