"""Rings for the workers. Postgres holds the truth: if nobody hears the bell, beat sweeps.

Each process rings in a thread of its own, so that no request waits for Redis, whatever state it
is in. While nobody hears the bell the thread tries again now and then, and requests only say what
is wanted.
"""

import logging
import os
import threading
import time

from kombu.exceptions import OperationalError

from hackathon.celery import app

logger = logging.getLogger(__name__)

SWEEP = "hackathon.tasks.sweep"
QUIET_SECONDS = 5


class Bell:
    """What is still to be rung for, and the thread that does it."""

    def __init__(self, address: str | None = None) -> None:
        self.address = address  # of a Redis; the site's own if none is given
        self.wanted: set[str] = set()
        self.changed = threading.Condition()
        self.thread: threading.Thread | None = None
        self.is_heard = True

    def ring(self, task: str) -> None:
        """Takes no time: asking again for what is already wanted changes nothing."""
        with self.changed:
            self.wanted.add(task)
            if self.thread is None:
                self.thread = threading.Thread(target=self.ring_on, name="bell", daemon=True)
                self.thread.start()
            self.changed.notify()

    def ring_on(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.wanted)
                tasks = sorted(self.wanted)
                self.wanted.clear()
            self.note(is_heard=self.send(tasks))
            if not self.is_heard:
                with self.changed:
                    self.wanted.update(tasks)
                time.sleep(QUIET_SECONDS)

    def send(self, tasks: list[str]) -> bool:
        """Says whether Redis took them."""
        try:
            with app.connection_for_write(self.address) as line:
                for task in tasks:
                    app.send_task(task, retry=False, connection=line)
        except (OperationalError, OSError) as error:
            logger.debug("Nobody hears the bell: %s", type(error).__name__)
            return False
        return True

    def note(self, *, is_heard: bool) -> None:
        """One line when it stops being heard, and one when it is heard again."""
        if is_heard != self.is_heard:
            logger.warning("The bell is %s", "heard again" if is_heard else "out of order")
        self.is_heard = is_heard


def ring(task: str = SWEEP) -> None:
    """Ask a worker for a task. Takes no time and never fails."""
    _bell.ring(task)


def begin_anew() -> None:
    """A process that was forked has none of the threads of the one before."""
    global _bell
    _bell = Bell()


_bell = Bell()
os.register_at_fork(after_in_child=begin_anew)
