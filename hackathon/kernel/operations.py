"""The one door through which anything changes.

Each floor lists its operations in ``policy.py``: who may, and in which phases. A service
opens one with ``begin``; pages ask the same object with ``allows``. Guarded models refuse
to be written outside an operation, so that no view, task, admin page or shell session can
slip past the phase gate, the permission check or the audit log.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, OperationalError, connection, models, transaction
from django.utils.translation import gettext_lazy as _
from psycopg2 import errors as postgres

from hackathon.kernel import doorbell
from hackathon.kernel.after_commit import tasks_after
from hackathon.kernel.apart import (
    deciding_bar,
    require_apart,
    require_fit,
    require_no_rival,
)
from hackathon.kernel.errors import Busy, PhaseClosed, StateConflict
from hackathon.kernel.guard import GuardedModel, noting, writing
from hackathon.kernel.log_ids import current_id
from hackathon.kernel.models.audit import AuditEntry, OutboxMessage
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User, Visitor
from hackathon.kernel.notices import tells
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import Actor, Predicate, event_of, require_event
from hackathon.kernel.public_revision import move_revision
from hackathon.kernel.rereading import Held
from hackathon.kernel.roles import Role, challenges_of, may_give

registry: dict[str, "Operation"] = {}


class About(Enum):
    """What an operation is about; that decides what its target has to be."""

    EVENT = "event"  # the target belongs to one, or is one: its phase counts, its lock is taken
    PERSON = "person"  # the target is who it is about
    SITE = "site"  # there is no target


class TargetMissing(RuntimeError):
    """A programming error: what was handed over is not what the operation is about."""


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
    about: About = About.EVENT
    phases: frozenset[Phase] = ANY_PHASE
    exclusive: bool = False  # waits for every other operation on the event, and holds them off
    until: str = ""  # an instant of the event that may end this before its phases do
    closes: Closes | None = None  # the same, where each target has an end of its own
    tells_marks: bool = False  # its entries are for who may know how the marks stand
    is_unseen: bool = False  # changes nothing that a page for visitors may show
    gives: frozenset[Role] = frozenset()  # the roles that somebody can get by it
    acts_as: Role | None = None  # whoever does it holds no role that excludes this one
    # Touches the contest: nobody who competes in the event does it. What an organiser may says so,
    # or says False; what is somebody else's need not.
    over_teams: bool | None = None

    def __post_init__(self) -> None:
        if registry.setdefault(self.verb, self) is not self:
            raise ValueError(f"{self.verb} is defined twice")

    def allows(self, actor: Visitor, target: models.Model | None) -> bool:
        """The answer for pages and buttons; ``begin`` asks again, under lock."""
        return self.open_now(target) and self.may(actor, target) and not self.bar(actor, target)

    def bar(self, actor: Actor, target: models.Model | None) -> str:
        """What keeps this person from it although it is theirs: they compete; empty if nothing."""
        event = self.event_for(target) if self.over_teams else None
        return deciding_bar(actor, event) if event else ""

    def open_now(self, target: models.Model | None) -> bool:
        """Whether this is the time for it, whoever asks."""
        event = self.event_for(target)
        return event is None or self.open_at(target, seen_at(event))

    def event_for(self, target: models.Model | None) -> Event | None:
        """The event whose phase and lock count; raises TargetMissing rather than to skip them."""
        event = event_of(target)
        fits = {
            About.EVENT: event is not None,
            About.PERSON: isinstance(target, User),
            About.SITE: target is None,
        }
        if not fits[self.about]:
            raise TargetMissing(f"{self.verb} is about the {self.about.value}: {target!r} is not")
        return event

    def open_at(self, target: models.Model | None, moment: datetime) -> bool:
        in_phase = require_event(target).phase_at(moment) in self.phases
        return in_phase and not self.ended_at(target, moment)

    def ended_at(self, target: models.Model | None, moment: datetime) -> datetime | None:
        """The instant that ended this, if it has come; at that instant it is too late."""
        end = getattr(event_of(target), self.until) if self.until else None
        end = self.closes(target) if self.closes else end
        return end if end and moment >= end else None

    def refusal_now(self, target: models.Model) -> PhaseClosed | None:
        """What a page says instead of offering this, while it is not the time for it."""
        if self.open_now(target):
            return None
        event = require_event(target)
        return self.too_late(target, event, seen_at(event))

    @contextmanager
    def begin(
        self,
        actor: User | None,
        target: models.Model | None,
        *,
        lock: Sequence[GuardedModel] = (),
    ) -> Iterator[Record]:
        """Locks, then the clock, then who and when, then the write, then its trace.

        ``lock`` names the rows this operation decides about; they are read anew under lock, and so
        are the event, the target, and the rows that were read along the target's foreign keys, all
        where they are: the caller's copies are up to date inside, and what was typed into one is
        gone. A new target keeps its columns.

        Roles that it gave are asked about at its end (``hackathon.kernel.apart``).

        Raises PermissionDenied, PhaseClosed, StateConflict, or the ValidationError of the
        constraint that the write broke; TargetMissing if the target has no event where the
        operation is about one. Nothing is left behind by a refusal.
        """
        event = self.event_for(target)
        with refusals(), writing(self.verb, lock=lock_on(event, exclusive=self.exclusive)):
            read_under_lock(event, lock, target)
            now = database_clock()
            self.check(actor, target, event, now)
            record = Record(at=now, event=event, subject=target)
            with noting(may_give) as written:
                yield record
            require_apart(self.verb, self.gives, actor, written)
            write_entry(actor, self.verb, record)
            if not self.is_unseen:
                move_revision(record.event)

    def require(self, actor: User, target: models.Model) -> None:
        """The refusal that ``begin`` would give, before work is done in vain."""
        self.check(actor, target, self.event_for(target), database_clock())

    def check(
        self, actor: User | None, target: models.Model | None, event: Event | None, now: datetime
    ) -> None:
        if not self.may(actor, target):
            if event and self.acts_as:
                require_no_rival(actor, event, self.acts_as)
            raise PermissionDenied(self.verb)
        if event and not self.open_at(target, now):
            refusal = self.too_late(target, event, now)
            refusal.at = now
            raise refusal
        if bar := self.bar(actor, target):
            raise StateConflict(bar)
        if event and self.acts_as:
            require_fit(actor, event, self.acts_as, challenges_of(target))

    def too_late(self, target: models.Model | None, event: Event, now: datetime) -> PhaseClosed:
        if end := self.ended_at(target, now):
            return PhaseClosed(
                _("This was possible until %(end)s. Ask the organisers if it matters."),
                params={"end": event.instant(end)},
            )
        coming = ((start, phase) for start, phase in event.timetable if start > now)
        for start, phase in coming:
            if phase in self.phases:
                return PhaseClosed(
                    _("This is possible from %(start)s, when the phase “%(phase)s” begins."),
                    params={"start": event.instant(start), "phase": phase.label},
                )
        return PhaseClosed(
            _("This is not possible now: the event is in the phase “%(phase)s”."),
            params={"phase": event.phase_at(now).label},
        )


def lock_on(event: Event | None, *, exclusive: bool) -> str:
    """Operations on one event run side by side, but never beside an exclusive one."""
    if event is None:
        return ""
    return f"pg_advisory_xact_lock{'' if exclusive else '_shared'}(1, {event.pk:d})"


def hold(event: Event, *, exclusive: bool) -> Event:
    """The event's lock without an operation, until the transaction ends; the row is read anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock_on(event, exclusive=exclusive)}")
    Held().read(event)
    return event


def read_under_lock(
    event: Event | None, lock: Sequence[GuardedModel], target: models.Model | None
) -> None:
    """Bring everything up to date; raises StateConflict if a row is gone or left the event.

    Rows are locked in one order for everybody (rank, then table, then key), so that no two wait in
    a ring.
    """
    held = Held()
    try:
        for row in sorted(lock, key=lambda row: (row.lock_rank, row._meta.label, row.pk)):
            held.lock(row)
        if event:
            held.read(event)
        held.tie_all()
        if target is not None and target._state.adding:
            held.read_parents(target)
        elif target is not None:
            held.read(target)
    except ObjectDoesNotExist as gone:
        raise StateConflict(_("This no longer exists.")) from gone
    if target is not None and event_of(target) != event:
        raise StateConflict(_("This no longer exists."))  # not in this event


def database_clock() -> datetime:
    """Now, by the one clock that counts, as a statement of its own after every lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def seen_at(event: Event) -> datetime:
    """The database's instant at which the page's event was read."""
    return getattr(event, "seen_at", None) or database_clock()


def write_entry(actor: User | None, verb: str, record: Record) -> None:
    """The log's entry; the promise of a mail, where anybody is written to about the verb; and a
    ring for what else follows it."""
    entry = AuditEntry.objects.create(
        event=record.event,
        actor=actor,
        verb=verb,
        subject=record.subject,
        data=record.data,
        at=record.at,
    )
    tasks = list(tasks_after(verb))
    if tells(verb):
        OutboxMessage.objects.create(entry=entry, request_id=current_id())
        tasks.append(doorbell.SWEEP)
    for task in tasks:
        transaction.on_commit(partial(doorbell.ring, task), robust=True)


@contextmanager
def refusals() -> Iterator[None]:
    """What Postgres refuses, in the sentence that the reader gets."""
    try:
        yield
    except models.ProtectedError as error:
        raise StateConflict(_("Something else still depends on this; it stays.")) from error
    except IntegrityError as error:
        raise refusal_for(error) from error
    except DataError as error:
        if isinstance(error.__cause__, postgres.StringDataRightTruncation):
            raise too_long(error) from error
        raise
    except OperationalError as error:
        if isinstance(error.__cause__, postgres.LockNotAvailable | postgres.DeadlockDetected):
            sentence = _("Somebody else is changing this right now. Try again in a moment.")
            raise Busy(sentence) from error
        raise


def too_long(error: DataError) -> ValidationError:
    """For what no form has measured: a text that is longer than its column."""
    most = re.search(r"varying\((\d+)\)", str(error))
    if most is None:
        return ValidationError(_("Something that you wrote is too long. Shorten it."))
    return ValidationError(
        _("Something that you wrote is too long: at most %(most)s characters fit. Shorten it."),
        params={"most": most[1]},
    )


def refusal_for(error: IntegrityError) -> Exception:
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = constraints().get(getattr(diagnosis, "constraint_name", None) or "")
    sentence = constraint.violation_error_message if constraint else None
    return ValidationError(sentence) if sentence else error


@cache
def constraints() -> dict[str, models.BaseConstraint]:
    return {c.name: c for model in apps.get_models() for c in model._meta.constraints}
