"""What is asked, one thing each. Raises a sentence without names, addresses or secrets."""

import dataclasses
import shutil
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from health_check.base import HealthCheck
from health_check.checks import Database as DatabaseAnswers
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from hackathon.health.models.heartbeat import Heartbeat
from hackathon.health.services.heartbeats import measure_clock
from hackathon.kernel.models.clock import ClockFailure
from hackathon.kernel.operations import database_clock
from hackathon.mail.selectors import count_all_mails, has_waited_long, server_trouble
from hackathon.mail.services.hold import holds_all_mails

GIGABYTE = 1024**3
MOST_CLOCKS_APART = timedelta(seconds=2)
SWEEP_MISSED_AFTER = timedelta(seconds=60)
MANY_FAILED = 10  # organisers see each of their own; so many are more than a few wrong addresses


class Trouble(ServiceWarning):
    """What is wrong, and since when if that is known."""

    def __init__(self, message: str, *, since: datetime | None = None) -> None:
        super().__init__(message)
        self.since = since


def warn(sentence: str, *, since: datetime | None = None, **values: Any) -> NoReturn:
    raise Trouble(sentence % values, since=since)


@dataclasses.dataclass
class Database(DatabaseAnswers):
    """Postgres answers."""

    title = gettext_lazy("Database")
    advice = gettext_lazy("See whether PostgreSQL runs and can be reached.")


@dataclasses.dataclass
class Redis(HealthCheck):
    """Redis answers. Without it mails go out up to ten seconds later, and nothing is lost."""

    title = gettext_lazy("Redis")
    advice = gettext_lazy(
        "Nothing is lost: mails go out up to ten seconds later. See whether Redis runs, and "
        "whether REDIS_URL names it."
    )

    def run(self) -> None:
        limits = {"socket_timeout": 2, "socket_connect_timeout": 2}
        try:
            with redis.Redis.from_url(settings.REDIS_URL, **limits) as client:
                client.ping()
        except redis.RedisError as trouble:
            kind = type(trouble).__name__
            raise Trouble(_("Redis does not answer (%(kind)s).") % {"kind": kind}) from trouble


class DatabaseCheck(HealthCheck):
    """A check that asks the database; it gives back the connection that it opened."""

    def run(self) -> None:
        try:
            self.ask()
        except DatabaseError as trouble:
            raise ServiceUnavailable("The database does not answer.") from trouble
        finally:
            if not connection.in_atomic_block:
                connection.close()

    def ask(self) -> None:
        raise NotImplementedError


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Floor and name of each migration of this version; what is replaced is left out."""
    return frozenset(MigrationLoader(None).disk_migrations)


@dataclasses.dataclass
class Migrations(DatabaseCheck):
    """The tables are those of this version."""

    title = gettext_lazy("Tables of this version")
    advice = gettext_lazy("Run “deploy/run migrate”, then reload the web servers and workers.")

    def ask(self) -> None:
        applied = MigrationRecorder(connection).applied_migrations()
        waiting = len(known_migrations() - applied.keys())
        if waiting:
            sentence = _("Migrations that have not been applied: %(waiting)s.")
            raise ServiceUnavailable(sentence % {"waiting": waiting})


@dataclasses.dataclass
class Clock(DatabaseCheck):
    """This machine's clock and the database's agree. The database's alone decides deadlines."""

    title = gettext_lazy("Clock")
    advice = gettext_lazy(
        "Let NTP set this machine's clock. Deadlines are decided by the database's clock alone."
    )

    def ask(self) -> None:
        _there, apart = measure_clock()
        if abs(apart) > MOST_CLOCKS_APART:
            seconds = f"{apart.total_seconds():+.1f}"
            warn(_("The web server's clock is %(seconds)s s from the database's."), seconds=seconds)


@dataclasses.dataclass
class Workers(DatabaseCheck):
    """Beat and a worker of the mails' queue are at work, with the right time."""

    title = gettext_lazy("Workers")
    advice = gettext_lazy(
        "See whether beat and the worker of the queue “mail” run, on machines whose clock is right."
    )

    def ask(self) -> None:
        last = Heartbeat.objects.filter(source=Heartbeat.Source.SWEEP).order_by("-at").first()
        if last is None:
            warn(_("No worker has looked for mails yet: are worker and beat running?"))
        silent = database_clock() - last.at
        if silent > SWEEP_MISSED_AFTER:
            warn(
                _("No worker has looked for mails for %(seconds)s s: are worker and beat running?"),
                seconds=f"{silent.total_seconds():.0f}",
                since=last.at,
            )
        if abs(last.clock_ahead) > MOST_CLOCKS_APART:
            seconds = f"{last.clock_ahead.total_seconds():+.1f}"
            warn(_("A worker's clock is %(seconds)s s from the database's."), seconds=seconds)


@dataclasses.dataclass
class Disk(HealthCheck):
    """There is room for uploads."""

    title = gettext_lazy("Room for files")
    advice = gettext_lazy(
        "Make room, or give it a larger volume. When it is full, uploads wait and text is still "
        "saved."
    )

    def run(self) -> None:
        folder = Path(settings.MEDIA_ROOT)
        while not folder.exists():
            folder = folder.parent
        left = shutil.disk_usage(folder)
        if left.free < GIGABYTE or left.free < left.total / 20:
            warn(
                _("%(room)s GB are left for uploads (%(part)s of the volume)."),
                room=f"{left.free / GIGABYTE:.1f}",
                part=f"{left.free / left.total:.0%}",
            )


@dataclasses.dataclass
class Backup(DatabaseCheck):
    """The last backup is young enough."""

    title = gettext_lazy("Backup")
    advice = gettext_lazy("See whether “bin/manage backup” runs every night, and what it said.")

    def ask(self) -> None:
        most = timedelta(hours=settings.BACKUP_EVERY_HOURS)
        if not most:
            return
        last = Heartbeat.objects.filter(source=Heartbeat.Source.BACKUP).order_by("-at").first()
        if last is None:
            warn(_("There is no backup yet."))
        age = database_clock() - last.at
        if age > most:
            hours = f"{age / timedelta(hours=1):.0f}"
            warn(_("The last backup is %(hours)s hours old."), hours=hours, since=last.at)


@dataclasses.dataclass
class Mail(DatabaseCheck):
    """Mails go out: the server takes them, none waits for long, and none waits for a person."""

    title = gettext_lazy("Mails")
    advice = gettext_lazy(
        "“Mails” says what waits and why. What is held or failed can be sent again there."
    )

    def ask(self) -> None:
        if holds_all_mails():
            warn(_("All mails are held since a restore: bin/manage release_mails."))
        counts = count_all_mails()
        if server := server_trouble():
            warn_of_age(
                _("The mail server has taken no mail for %(minutes)s minutes."),
                server.failing_since,
                counts.now,
            )
        if has_waited_long(counts.oldest_promise, counts.now):
            sentence = _("A mail that is due has not been written for %(minutes)s minutes.")
            warn_of_age(sentence, counts.oldest_promise, counts.now)
        if counts.is_late:
            sentence = _("The oldest mail has waited for %(minutes)s minutes.")
            warn_of_age(sentence, counts.oldest, counts.now)
        if counts.held:
            warn(_("Mails that wait for a decision: %(held)s."), held=counts.held)
        if counts.failed >= MANY_FAILED:
            sentence = _("Mails that failed and wait for a decision: %(failed)s.")
            warn(sentence, failed=counts.failed)


def warn_of_age(sentence: str, since: datetime | None, now: datetime | None) -> NoReturn:
    warn(sentence, minutes=minutes_between(since, now), since=since)


def minutes_between(then: datetime | None, now: datetime | None) -> str:
    if then is None or now is None:
        return "?"
    return f"{(now - then) / timedelta(minutes=1):.0f}"


@dataclasses.dataclass
class Tasks(DatabaseCheck):
    """What should happen by itself has happened."""

    title = gettext_lazy("What happens by itself")
    advice = gettext_lazy("It is tried again by itself. If it stays, the log says what failed.")

    def ask(self) -> None:
        failing = ClockFailure.objects.order_by("failing_since")
        oldest = failing.first()
        if oldest:
            warn(
                _(
                    "Failing and tried again: %(count)s; the oldest for %(minutes)s minutes: "
                    "%(what)s (%(task)s)."
                ),
                count=failing.count(),
                minutes=minutes_between(oldest.failing_since, database_clock()),
                what=oldest.label,
                task=oldest.task,
                since=oldest.failing_since,
            )


NEEDED = (Database, Migrations)
WISHED = (Redis, Workers, Mail, Tasks, Clock, Disk, Backup)
ALL = (*NEEDED, *WISHED)
