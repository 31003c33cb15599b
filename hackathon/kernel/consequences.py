"""What an act touches, told before it is done: it is carried out, looked at, and taken back.

There is no second computation that could say something else: ``rehearse`` runs the very service
in a transaction that is rolled back, ``carry_out`` runs it again and refuses if anything else came
of it. Each floor says in ``watching.py`` what there is to look at.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from psycopg2 import errors as postgres

from hackathon.kernel.errors import Busy, StateConflict
from hackathon.kernel.models.audit import AuditEntry
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User
from hackathon.kernel.notices import letters_for
from hackathon.kernel.operations import database_clock, hold

SHOWN = "acts.shown"  # what a page showed is signed with this
NAMED = 8  # how many of a group are named on the page
MAILS = "mails"  # the kind that counts who is written to

Act = Callable[[], Any]
Key = tuple[Any, ...]  # one thing that is watched, the same before and after


@dataclass(frozen=True)
class Fact:
    """One thing as it stands: what it is about, and its state in words and as plain values.

    ``rests`` says how much rests on it; it is not part of the state.
    """

    label: str
    words: str
    state: Any
    rests: int = 0


Facts = dict[Key, Fact]


@dataclass(frozen=True)
class Change:
    """Something that the act makes another than it was; empty words are absent."""

    key: Key
    label: str
    before: str
    after: str
    states: tuple[Any, Any] = ("", "")
    rests: int = 0  # how much rested on it before


Grave = Callable[[list[Change]], Iterator[str]]


def never_grave(changes: list[Change]) -> Iterator[str]:
    yield from ()


def knows_everything(reader: User, event: Event) -> bool:
    return True


@dataclass(frozen=True)
class Watched:
    """One kind of thing to look at, before an act and after it.

    ``look`` reads the rows; ``tell`` makes facts of what was read, and may be slow: it is asked
    when nothing is locked any more. ``grave`` gives the sentences that a person has to agree to.
    ``may_know`` says who is told. Where ``moves_by_itself`` is true, others change it all the
    time, and what was shown is not held against what comes; but what ``held`` makes of it.
    """

    kind: str
    title: Any
    look: Callable[[Event], Any]
    tell: Callable[[Any], Facts] = dict
    trace: Callable[[Any], Any] | None = None  # names what was read, without telling it
    grave: Grave = never_grave
    may_know: Callable[[User, Event], bool] = knows_everything
    moves_by_itself: Callable[[Event], bool] = lambda event: False
    held: Callable[[list[Change]], Any] | None = None
    order: int = 50


_watched: list[Watched] = []
_following: list[Callable[[Event], Any]] = []


def watch(watched: Watched) -> Watched:
    """Registers a kind of thing that acts may touch."""
    _watched.append(watched)
    _watched.sort(key=lambda one: one.order)
    return watched


def follow(step: Callable[[Event], Any]) -> Callable[[Event], Any]:
    """Registers what the clock does of itself as soon as an act has made it due.

    It is part of the act: told with it, and carried out with it.
    """
    _following.append(step)
    return step


@dataclass(frozen=True)
class Group:
    """Changes of one kind that are the same for several: told in one line."""

    labels: list[str]
    before: str
    after: str

    @property
    def number(self) -> int:
        return len(self.labels)

    @property
    def named(self) -> list[str]:
        """Those that are named on the page; of many the first ones."""
        return self.labels[:NAMED]

    @property
    def others(self) -> int:
        return self.number - len(self.named)


@dataclass(frozen=True)
class Part:
    """All changes of one kind."""

    kind: str
    title: str
    changes: list[Change]
    grave: list[str]

    @property
    def groups(self) -> list[Group]:
        found: dict[tuple[Any, str, str], list[str]] = {}
        for one in self.changes:
            found.setdefault((one.key[0], one.before, one.after), []).append(one.label)
        return [Group(labels, *words) for (_kind, *words), labels in found.items()]


@dataclass(frozen=True)
class Consequences:
    """Everything that an act touches, as far as its reader may know it."""

    parts: list[Part]
    recipients: list[str]
    fingerprint: str
    looked_at: datetime  # by the database's clock

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.recipients

    @property
    def grave(self) -> list[str]:
        """What a person has to agree to in words; nothing, if the act is an everyday one."""
        return [sentence for part in self.parts for sentence in part.grave]

    def of(self, kind: str) -> list[Change]:
        return next((part.changes for part in self.parts if part.kind == kind), [])

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """As lines of words, to be held against another version."""
        told = [
            (f"{part.title}: {one.label}", one.before, one.after)
            for part in self.parts
            for one in part.changes
        ]
        return [*told, (gettext("Mails"), "", str(len(self.recipients)))]

    def as_shown(self, lines: list[tuple[str, str, str]]) -> dict[str, Any]:
        """What a press is held against: ``lines`` are those that were on the page."""
        at = self.looked_at.isoformat()
        return {"fingerprint": self.fingerprint, "lines": lines, "at": at}

    def signed(self) -> str:
        """What the page showed, to be sent back with the press."""
        shown = self.as_shown(self.lines)
        return signing.Signer(salt=SHOWN).sign_object(shown, compress=True)


def read_back(shown: str) -> dict[str, Any] | None:
    """What the page showed when it was made; None if this is nothing that we have signed, or
    what an earlier release has."""
    try:
        found = signing.Signer(salt=SHOWN).unsign_object(shown)
    except signing.BadSignature:
        return None
    return found if "at" in found else None


class Otherwise(StateConflict):
    """What was shown is not what would come of it now: nothing is done."""


class NotAgreed(StateConflict):
    """The act is grave, and nobody has agreed to what it does."""


def rehearse(event: Event, act: Act, reader: User) -> Consequences:
    """What ``act`` would do now; nothing of it stays. Rows that it holds are changed in memory.

    Raises what the act raises. Others who write meanwhile are not seen.
    """
    with taken_back():
        seen = observe_act(event, act)
    return tell_reader(event, seen, reader)


def carry_out(
    event: Event,
    act: Act,
    reader: User,
    *,
    fingerprint: str,
    agreed: bool = False,
    shown_at: datetime | None = None,
) -> Any:
    """Do it, alone on the event, as it was shown, which was at ``shown_at``.

    Raises Otherwise if it touches something else by now, and NotAgreed if it is grave and
    ``agreed`` is false; nothing is left behind.
    """
    with transaction.atomic():
        hold(event, exclusive=True)
        with counting_from(shown_at):
            seen = observe_act(event, act)
        found = tell_reader(event, seen, reader, only_traces=True)
        if found.fingerprint != fingerprint:
            raise Otherwise(
                _("Something has changed since you were shown what this does. Look at it again.")
            )
        if found.grave and not agreed:
            raise NotAgreed(_("Say first that you know what this does: tick the sentence."))
    return seen.result


_shown_at: ContextVar[datetime | None] = ContextVar("shown_at", default=None)


@contextmanager
def counting_from(shown_at: datetime | None) -> Iterator[None]:
    """Whatever counts from "now" counts from when the page showed what would come of it."""
    token = _shown_at.set(shown_at)
    try:
        yield
    finally:
        _shown_at.reset(token)


def shown_at() -> datetime | None:
    """When the act that is being carried out was shown; None if it was not."""
    return _shown_at.get()


@dataclass
class Seen:
    """The event before and after an act, and whom the act writes to."""

    event: Event  # as it was before
    before: dict[str, Any]
    after: dict[str, Any]
    recipients: list[str]
    result: Any


def observe_act(event: Event, act: Act) -> Seen:
    as_it_was, before = look(event)
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    result = act()
    for step in _following:
        step(event)
    entries = AuditEntry.objects.filter(pk__gt=last, event=event).order_by("pk")
    letters = [letter for entry in entries for letter in letters_for(entry)]
    recipients = sorted(one.recipient for one in letters)
    return Seen(as_it_was, before, look(event)[1], recipients, result)


def look(event: Event) -> tuple[Event, dict[str, Any]]:
    """Everything that is watched, as the rows say it at this moment."""
    fresh = Event.objects.get(pk=event.pk)
    fresh.seen_at = database_clock()
    return fresh, {one.kind: one.look(fresh) for one in _watched}


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction that leaves nothing, and sees nothing of what others do meanwhile."""
    is_outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if is_outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
            transaction.set_rollback(True)
    except OperationalError as error:
        if isinstance(error.__cause__, postgres.SerializationFailure):
            sentence = _("Somebody else is changing this right now. Try again in a moment.")
            raise Busy(sentence) from error
        raise


def tell_reader(
    event: Event, seen: Seen, reader: User, *, only_traces: bool = False
) -> Consequences:
    """What was seen, for this reader. ``only_traces`` leaves out what takes long to tell."""
    parts, traces = [], []
    for one in _watched:
        if not one.may_know(reader, event):
            continue
        before, after = seen.before[one.kind], seen.after[one.kind]
        changes = changes_of(one, before, after, only_traces=only_traces)
        if not one.moves_by_itself(seen.event):
            traces.append([one.kind, trace_changes(one, before, after, changes)])
        elif one.held:
            traces.append([one.kind, one.held(changes)])
        if changes:
            parts.append(Part(one.kind, str(one.title), changes, list(one.grave(changes))))
    traces.append([MAILS, seen.recipients])
    return Consequences(parts, seen.recipients, sha256_of(traces), seen.event.seen_at)


def changes_of(one: Watched, before: Any, after: Any, *, only_traces: bool) -> list[Change]:
    """Nothing is told that takes long, where it is not asked for or nothing has changed."""
    if one.trace and (only_traces or one.trace(before) == one.trace(after)):
        return []
    return find_changes(one.tell(before), one.tell(after))


def trace_changes(one: Watched, before: Any, after: Any, changes: list[Change]) -> Any:
    if one.trace:
        return [one.trace(before), one.trace(after)]
    return sorted(([repr(change.key), *change.states] for change in changes), key=repr)


def find_changes(before: Facts, after: Facts) -> list[Change]:
    absent = Fact("", "", "")
    changes = []
    for key in {**before, **after}:
        then, now = before.get(key, absent), after.get(key, absent)
        if then.state != now.state:
            label = then.label or now.label  # as the page beside it names it now
            states = (then.state, now.state)
            words = (str(then.words), str(now.words))
            changes.append(Change(key, label, *words, states, then.rests))
    return changes


def sha256_of(content: Any) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
