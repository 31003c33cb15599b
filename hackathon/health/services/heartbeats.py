"""Writes down that something happened which must happen again and again."""

import socket
from datetime import UTC, datetime, timedelta

from django.db.models.functions import Now

from hackathon.health.models.heartbeat import Heartbeat
from hackathon.kernel.operations import database_clock

LEAST_BETWEEN = timedelta(seconds=5)  # sweeps are rung after each commit


def measure_clock() -> tuple[datetime, timedelta]:
    """The database's clock, and how far this machine's is ahead; the way there is not counted."""
    before = datetime.now(UTC)
    there = database_clock()
    return there, before + (datetime.now(UTC) - before) / 2 - there


def note_heartbeat(source: Heartbeat.Source) -> None:
    """Now, by the database's clock, on this machine; at most once in five seconds."""
    host = socket.gethostname()[:255]
    there, ahead = measure_clock()
    known = Heartbeat.objects.filter(source=source, host=host)
    if known.filter(at__gt=there - LEAST_BETWEEN).exists():
        return
    Heartbeat.objects.update_or_create(
        source=source, host=host, defaults={"at": Now(), "clock_ahead": ahead}
    )
