"""The same question to the database twice, with nothing written between: it is asked once.

For tests that ask for thousands of pages in one transaction and undo whatever they did. What was
read of a table is forgotten when anything is written there, and known again when that is rolled
back.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI, SINGLE
from django.utils import translation

from hackathon.kernel import consequences
from hackathon.models import Event, User
from hackathon.web import pages
from judging.progress import watching

# What is another answer each time, or does more than answer.
ASKED_ANEW = re.compile(r"clock_timestamp|now\(\)|random|nextval|pg_|set_config| FOR ", re.I)
STEP = re.compile(r'(ROLLBACK TO SAVEPOINT|RELEASE SAVEPOINT|SAVEPOINT) "?([^"]+)"?$', re.I)
READS = ("SELECT", "SHOW", "SET ")
WRITES_BY_ITS_NAME = "hackathon_repair"
WORD = re.compile(r"\w+")


@cache
def every_table() -> frozenset[str]:
    """Those of models; what is written into another one hides all of them."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))


@cache
def tables_in(sql: str) -> frozenset[str]:
    """The tables that a statement names."""
    return every_table().intersection(WORD.findall(sql))


@dataclass(frozen=True)
class Known:
    """An answer, and the tables that it was read from."""

    answer: Any
    tables: frozenset[str]


@dataclass
class Layer:
    """What was read since a savepoint; ``written`` are the tables that are others since: what was
    read before it from them is hidden."""

    savepoint: str = ""
    known: dict[Any, Known] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)


class Memory:
    """Follows each statement of one connection, savepoints and rollbacks with them."""

    def __init__(self) -> None:
        self.layers = [Layer()]
        self.looks: list[set[str]] = []  # the tables that each look has read so far

    def follow(self, execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
        """Wraps each statement of the connection."""
        words = sql if isinstance(sql, str) else str(sql)
        step = STEP.match(words)
        try:
            return execute(sql, params, many, context)
        finally:
            if step:
                self.take(step[1].upper(), step[2])
            elif WRITES_BY_ITS_NAME in words:
                self.forget(every_table())
            elif words.lstrip().startswith(READS):
                self.note_look(tables_in(words))
            else:
                self.forget(tables_in(words) or every_table())

    def note_look(self, tables: frozenset[str]) -> None:
        for look in self.looks:
            look |= tables

    def forget(self, tables: Collection[str]) -> None:
        """These are written. What was read from them before stays true where that is undone."""
        top, below = self.layers[-1], self.layers[-2:-1]
        for key in [key for key, known in top.known.items() if not known.tables.isdisjoint(tables)]:
            known = top.known.pop(key)
            if below and known.tables.isdisjoint(top.written):
                below[0].known[key] = known
        top.written |= set(tables)

    def take(self, step: str, name: str) -> None:
        if step == "SAVEPOINT":
            self.layers.append(Layer(name))
            return
        names = [layer.savepoint for layer in self.layers]
        if name not in names[1:]:  # it was made before we looked
            self.forget(every_table())
            return
        place = len(names) - 1 - names[::-1].index(name)
        above, self.layers = self.layers[place:], self.layers[:place]
        if step == "ROLLBACK TO SAVEPOINT":
            self.undo(above)
            self.layers.append(Layer(name))
            return
        for layer in above:  # what was written and read above was so below
            self.forget(layer.written)
            self.layers[-1].known |= layer.known

    def undo(self, above: list[Layer]) -> None:
        """What was read above stays true below, but of tables that are as they were again."""
        written: set[str] = set()
        for layer in above:
            written |= layer.written
            for key, known in layer.known.items():
                if known.tables.isdisjoint(written):
                    self.layers[-1].known[key] = known

    def recall(self, key: Any) -> Any:
        """What is known, or None."""
        written: set[str] = set()
        for layer in reversed(self.layers):
            known = layer.known.get(key)
            if known and known.tables.isdisjoint(written):
                self.note_look(known.tables)
                return known.answer
            written |= layer.written
        return None

    def note(self, key: Any, answer: Any, tables: Collection[str]) -> Any:
        self.layers[-1].known[key] = Known(answer, frozenset(tables))
        return answer

    @property
    def read_so_far(self) -> Collection[str]:
        """The tables that the look has read which goes on now; all, where nobody follows it."""
        return frozenset(self.looks[-1]) if self.looks else every_table()

    def once(self, key: Any, look: Callable[[], Any], tables: Collection[str] = ()) -> Any:
        """What ``look`` gives, which reads nothing but rows; from memory as long as none of the
        tables is written that it has read, nor of ``tables``."""
        found = self.recall(key)
        if found is not None:
            return found
        self.looks.append(set())
        try:
            answer = look()
        finally:
            read = self.looks.pop()
        return self.note(key, answer, read.union(tables))

    def asked_once(self, look: Callable[..., Any]) -> Callable[..., Any]:
        """The same function of rows and plain values, which looks once for the same state."""

        def recall(*given: Any) -> Any:
            return self.once((look, *map(plain, given)), lambda: look(*given))

        return recall


def plain(given: Any) -> Any:
    """A row as its values: another copy of it is the same."""
    if not isinstance(given, Model):
        return given
    values = [getattr(given, field.attname) for field in given._meta.concrete_fields]
    return type(given), repr(values)


LOOK_UP = ("gettext", "ngettext", "pgettext", "npgettext")


@contextmanager
def looked_up() -> Iterator[list[tuple]]:
    """What is asked of the catalogues meanwhile: the function's name, and its arguments."""
    catalogues, asked = translation._trans, []

    def noting(name: str, look: Callable) -> Callable:
        def note(*words: Any) -> str:
            asked.append((name, words))
            return look(*words)

        return note

    with pytest.MonkeyPatch.context() as patch:
        for name in LOOK_UP:
            patch.setattr(catalogues, name, noting(name, getattr(catalogues, name)))
        yield asked


def composed_once(memory: Memory) -> Callable:
    """The frame of a page is composed once for each reader of the event, as long as nothing is
    written. Whoever listens to what is asked of the catalogues hears it for each page."""
    compose = pages.compose_sections

    def with_words(place: str, event: Event, user: User) -> tuple[list, list[tuple]]:
        with looked_up() as asked:
            return compose(place, event, user), asked

    def recall(place: str, event: Event, user: User) -> list:
        key = compose, place, plain(event), plain(user), translation.get_language()
        before = memory.recall(key)
        look = partial(with_words, place, event, user)
        # the event and its reader bring along what the page has read of them before
        parts, asked = before or memory.once(key, look, memory.read_so_far)
        for name, words in asked if before else ():
            getattr(translation._trans, name)(*words)
        return list(parts)

    return recall


def looking_once(memory: Memory) -> list[consequences.Watched]:
    """What acts may touch: each kind is looked at once as long as its tables stay as they are.

    Each is given the event without what others have read of it and left there: or it would not be
    seen that it rests on their tables as well.
    """

    def alone(look: Callable[[Event], Any]) -> Callable[[Event], Any]:
        return lambda event: look(bare(event))

    return [replace(one, look=memory.asked_once(alone(one.look))) for one in consequences._watched]


def bare(event: Event) -> Event:
    names = [field.attname for field in Event._meta.concrete_fields]
    own = Event.from_db(event._state.db, names, [getattr(event, name) for name in names])
    own.seen_at = event.seen_at
    return own


current: list[Memory] = []


@contextmanager
def known_as_current(memory: Memory) -> Iterator[None]:
    current.append(memory)
    try:
        yield
    finally:
        current.remove(memory)


def page_once(reader: User | None, place: str, ask: Callable[[], Any]) -> Any:
    """What ``ask`` finds on a page: asked again once a table is written that the page has read."""
    if not current:
        return ask()
    number = reader and reader.pk  # when somebody signed in last is told on no page
    return current[-1].once((page_once, number, place), ask)


@contextmanager
def remembering() -> Iterator[Memory]:
    """Inside of one transaction; whatever is read by the ORM is read once for the same state, and
    so are the parts of a page's frame."""
    memory, ask = Memory(), SQLCompiler.execute_sql
    reading = connection.ops.compiler("SQLCompiler")  # its heirs write

    def recall(compiler: SQLCompiler, result_type=MULTI, *more: Any, **options: Any) -> Any:
        if type(compiler) is not reading or result_type not in (MULTI, SINGLE):
            return ask(compiler, result_type, *more, **options)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql = ""
        if not sql:
            return iter([]) if result_type == MULTI else None
        key = sql, repr(params)
        rows = None if ASKED_ANEW.search(sql) else memory.recall(key)
        if rows is None:
            with compiler.connection.cursor() as cursor:
                cursor.execute(sql, params)
                rows = memory.note(key, cursor.fetchall(), tables_in(sql))
        is_cut = result_type == SINGLE or compiler.has_extra_select
        width = compiler.col_count if is_cut else None
        rows = [own(row[:width]) for row in rows]
        return [rows] if result_type == MULTI else (rows[0] if rows else None)

    with (
        pytest.MonkeyPatch.context() as patch,
        connection.execute_wrapper(memory.follow),
        known_as_current(memory),
    ):
        patch.setattr(SQLCompiler, "execute_sql", recall)
        patch.setattr(pages, "compose_sections", composed_once(memory))
        patch.setattr(consequences, "_watched", looking_once(memory))
        patch.setattr(watching, "settled_or_held", memory.asked_once(watching.settled_or_held))
        yield memory


def own(row: tuple) -> tuple:
    """A row whose lists belong to whoever reads it."""
    return tuple(list(value) if isinstance(value, list) else value for value in row)
