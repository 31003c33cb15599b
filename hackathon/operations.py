"""The one door through which anything changes.

Each floor lists its operations in ``policy.py``: who may, and in which phases. A service
opens one with ``begin``; pages ask the same object with ``allows``. Guarded models refuse
to be written outside an operation, so that no view, task, admin page or shell session can
slip past the phase gate, the permission check or the audit log.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from psycopg2 import errors as postgres

from hackathon import doorbell
from hackathon.errors import Busy, PhaseClosed, StateConflict
from hackathon.guard import GuardedModel, writing
from hackathon.models import AuditEntry, Event, OutboxMessage, User
from hackathon.phases import Phase
from hackathon.predicates import Predicate, event_of

registry: dict[str, "Operation"] = {}
ANY_PHASE = frozenset(Phase)
Closes = Callable[[Any], datetime | None]  # the instant that ends an operation on this target


@dataclass
class Record:
    """What the operation will write to the audit log when it ends, and the instant it is."""

    at: datetime
    event: Event | None
    subject: models.Model | None
    data: dict[str, Any] = field(default_factory=dict)

    def about(self, subject: models.Model, **data: Any) -> None:
        self.subject = subject
        self.event = self.event or event_of(subject)
        self.data.update(data)


@dataclass(frozen=True)
class Operation:
    verb: str
    may: Predicate
    phases: frozenset[Phase] = ANY_PHASE
    exclusive: bool = False  # waits for every other operation on the event, and holds them off
    until: str = ""  # an instant of the event that may end this before its phases do
    closes: Closes | None = None  # the same, where each target has an end of its own
    tells_marks: bool = False  # its entries are for who may know how the marks stand

    def __post_init__(self) -> None:
        if registry.setdefault(self.verb, self) is not self:
            raise ValueError(f"{self.verb} is defined twice")

    def allows(self, actor: User, target: models.Model | None) -> bool:
        """The answer for pages and buttons; ``begin`` asks again, under lock."""
        return self.open_now(target) and self.may(actor, target)

    def open_now(self, target: models.Model | None) -> bool:
        """Whether this is the time for it, whoever asks."""
        event = event_of(target)
        return event is None or self.open_at(target, seen_at(event))

    def open_at(self, target: models.Model, moment: datetime) -> bool:
        in_phase = event_of(target).phase_at(moment) in self.phases
        return in_phase and not self.ended_at(target, moment)

    def ended_at(self, target: models.Model, moment: datetime) -> datetime | None:
        """The instant that ended this, if it has come; at that instant it is too late."""
        end = getattr(event_of(target), self.until) if self.until else None
        end = self.closes(target) if self.closes else end
        return end if end and moment >= end else None

    @contextmanager
    def begin(
        self, actor: User | None, target: models.Model | None, *, lock: Sequence[GuardedModel] = ()
    ) -> Iterator[Record]:
        """Locks, then the clock, then who and when, then the write, then its trace.

        ``lock`` names the rows this operation decides about; they are read anew under lock.
        Raises PermissionDenied, PhaseClosed, StateConflict, or the ValidationError of the
        constraint that the write broke. Nothing is left behind by a refusal.
        """
        with refusals(), transaction.atomic(), writing(self.verb):
            event = hold(event_of(target), exclusive=self.exclusive)
            lock_rows(lock)
            if event and getattr(target, "event_id", None) == event.pk:
                target.event = event  # the row read under lock, not the page's
            now = database_clock()
            self.check(actor, target, event, now)
            record = Record(at=now, event=event, subject=target)
            yield record
            write_entry(actor, self.verb, record)

    def require(self, actor: User, target: models.Model) -> None:
        """The refusal that ``begin`` would give, before work is done in vain."""
        self.check(actor, target, event_of(target), database_clock())

    def check(
        self, actor: User | None, target: models.Model | None, event: Event | None, now: datetime
    ) -> None:
        if not self.may(actor, target):
            raise PermissionDenied(self.verb)
        if event and not self.open_at(target, now):
            refusal = self.too_late(target, event, now)
            refusal.at = now
            raise refusal

    def too_late(self, target: models.Model, event: Event, now: datetime) -> PhaseClosed:
        if end := self.ended_at(target, now):
            local = date_format(timezone.localtime(end, event.zone), "DATETIME_FORMAT")
            return PhaseClosed(
                _("This was possible until %(end)s. Ask the organisers if it matters."),
                params={"end": local},
            )
        return PhaseClosed(
            _("This is not possible now: the event is in the phase “%(phase)s”."),
            params={"phase": event.phase_at(now).label},
        )


def hold(event: Event | None, *, exclusive: bool) -> Event | None:
    """Operations on one event run side by side, but never beside an exclusive one."""
    if event is None or event.pk is None:
        return event
    shared = "" if exclusive else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{shared}(1, %s)", [event.pk])
    event.refresh_from_db(fields=EVENT_GATE)
    return event


EVENT_GATE = [
    "registration_opens_at", "hacking_starts_at", "submissions_close_at", "judging_closes_at",
    "published_at", "is_listed", "min_team_size", "max_team_size", "team_changes_close_at",
    "needs_approval", "needs_code", "capacity", "registration_closes_at", "confirm_days",
    "grace_minutes", "last_draft_counts", "file_kinds", "max_file_mb", "max_total_mb",
    "gallery_opened_at",
]  # fmt: skip


def lock_rows(rows: Sequence[GuardedModel]) -> None:
    """One order for everybody (rank, then table, then key), so that no two wait in a ring."""
    ordered = sorted(rows, key=lambda row: (row.lock_rank, row._meta.label, row.pk))
    for row in ordered:
        model = type(row)
        try:
            row.refresh_from_db(from_queryset=model._base_manager.select_for_update(no_key=True))
        except model.DoesNotExist as gone:
            raise StateConflict(_("This no longer exists.")) from gone


def database_clock() -> datetime:
    """Now, by the one clock that counts, as a statement of its own after every lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def seen_at(event: Event) -> datetime:
    """The database's instant at which the page's event was read."""
    return getattr(event, "seen_at", None) or database_clock()


def write_entry(actor: User | None, verb: str, record: Record) -> None:
    entry = AuditEntry.objects.create(
        event=record.event,
        actor=actor,
        verb=verb,
        subject=record.subject,
        data=record.data,
        at=record.at,
    )
    OutboxMessage.objects.create(entry=entry)
    transaction.on_commit(doorbell.ring, robust=True)


@contextmanager
def refusals() -> Iterator[None]:
    """What Postgres refuses, in the sentence that the reader gets."""
    try:
        yield
    except models.ProtectedError as error:
        raise StateConflict(_("Something else still depends on this; it stays.")) from error
    except IntegrityError as error:
        raise refusal_for(error) from error
    except OperationalError as error:
        if isinstance(error.__cause__, postgres.LockNotAvailable | postgres.DeadlockDetected):
            sentence = _("Somebody else is changing this right now. Try again in a moment.")
            raise Busy(sentence) from error
        raise


def refusal_for(error: IntegrityError) -> Exception:
    constraint = constraints().get(error.__cause__.diag.constraint_name)
    return ValidationError(constraint.get_violation_error_message()) if constraint else error


@cache
def constraints() -> dict[str, models.BaseConstraint]:
    return {c.name: c for model in apps.get_models() for c in model._meta.constraints}
