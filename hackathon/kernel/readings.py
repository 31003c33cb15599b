"""What public pages read, thousands of times: SQL written down once, rows as plain tuples.

Building a query through the ORM and its models costs more than Postgres needs to answer it. A
reading keeps its statement per language and gives named tuples, which templates cannot tell
from models. It only reads, and starts from an event like every selector.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from types import SimpleNamespace
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models
from django.utils.translation import get_language

from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import Visitor

Reader = TypeVar("Reader", bound=Visitor)
Found = TypeVar("Found")

Statement = Callable[[str], str]  # a language to the SQL in that language


def column(model: type[models.Model], name: str, language: str, alias: str = "") -> str:
    """A field as SQL; a translated one in the reader's language, else in the first that has it."""
    prefix = f"{alias}." if alias else ""
    known = {field.name: field.column for field in model._meta.fields}
    if f"{name}_{language}" not in known:
        return f"{prefix}{known[name]}"
    order = dict.fromkeys((language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES))
    texts = (f"NULLIF({prefix}{known[f'{name}_{code}']}, '')" for code in order)
    return f"COALESCE({', '.join(texts)}, '') AS {name}"


class Reading:
    """A statement in each language. Called with its parameters, it gives the rows."""

    def __init__(self, statement: Statement) -> None:
        self.statement = lru_cache(statement)
        self.row: Callable[[tuple[Any, ...]], Any] | None = None

    def __call__(self, *parameters: Any) -> list[Any]:
        language = get_language() or settings.LANGUAGE_CODE
        with connection.cursor() as cursor:
            cursor.execute(self.statement(language), parameters)
            if self.row is None:
                self.row = row_of([part.name for part in cursor.description])
            return [self.row(found) for found in cursor.fetchall()]


def row_of(names: Sequence[str]) -> Callable[[tuple[Any, ...]], Any]:
    make: Any = namedtuple  # the names are known when the statement has run
    return make("Row", names)._make


def gather_rows(readings: dict[str, "Reading"], *parameters: Any) -> dict[str, list[Any]]:
    """Several readings with the same parameters in one round trip; dates come as text."""
    language = get_language() or settings.LANGUAGE_CODE
    with connection.cursor() as cursor:
        cursor.execute(together(tuple(readings.values()), language), parameters * len(readings))
        found = cursor.fetchone()
    return {
        name: json.loads(part, object_hook=lambda row: SimpleNamespace(**row)) if part else []
        for name, part in zip(readings, found, strict=True)
    }


@lru_cache
def together(readings: tuple["Reading", ...], language: str) -> str:
    parts = (
        f"(SELECT json_agg(r)::text FROM ({reading.statement(language)}) r)"  # noqa: S608 - our own names
        for reading in readings
    )
    return f"SELECT {', '.join(parts)}"


def reading_of(model: type[models.Model], *fields: str, by: str = "event_id") -> Reading:
    """The rows of one table that belong to something, in the model's own order."""

    def statement(language: str) -> str:
        columns = ", ".join(column(model, name, language) for name in fields)
        table, order = model._meta.db_table, ", ".join(map(str, model._meta.ordering or []))
        return f"SELECT {columns} FROM {table} WHERE {by} = %s ORDER BY {order}"  # noqa: S608 - our own names

    return Reading(statement)


def once_a_page(read: Callable[[Event, Reader], Found]) -> Callable[[Event, Reader], Found]:
    """What is read of an event and its reader, kept with the event for all parts of a page."""

    @wraps(read)
    def known_or_read(event: Event, user: Reader) -> Found:
        known = event.__dict__.setdefault(f"{read.__name__}_by_reader", {})
        if user.pk not in known:
            known[user.pk] = read(event, user)
        return known[user.pk]

    return known_or_read
