"""Models that refuse to be written outside an operation. See ``hackathon.kernel.operations``.

Python refuses first, with the model's name; behind it Postgres refuses by a trigger on each guarded
table, so that raw SQL, related managers and cascades are covered as well.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar

import pgtrigger
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.signals import class_prepared
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict

_open: ContextVar[str | None] = ContextVar("open_operation", default=None)
# Rows of which an operation asks at its end what they gave to whom (``apart``).
Wanted = Callable[[type[models.Model], Collection[str] | None], bool]
Row = TypeVar("Row", bound=models.Model, covariant=True)
Method = TypeVar("Method", bound=Callable[..., Any])
_written: ContextVar[tuple[list, Wanted] | None] = ContextVar("written_rows", default=None)

# A statement trigger whose condition Postgres decides without calling the function: inside an
# operation it costs nothing that can be measured.
WRITTEN_IN_OPERATION = pgtrigger.Trigger(
    name="written_in_operation",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
    condition=pgtrigger.Condition(
        "coalesce(current_setting('hackathon.operation', true), '') = ''"
    ),
    func="""
        RAISE EXCEPTION '% is written inside an operation only', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
    """,
)

# Only the demonstration, which moves its own past about, says so and is let through.
NEVER_CHANGES = pgtrigger.Trigger(
    name="never_changes",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "current_setting('hackathon.moves_the_past', true) IS DISTINCT FROM 'on'"
    ),
    func="""
        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    """,
)

APPEND_ONLY = pgtrigger.Trigger(
    name="append_only",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
    func="""
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    """,
)


class WrittenOutsideOperation(RuntimeError):
    """A programming error: a guarded model was written with no operation open."""


@contextmanager
def writing(reason: str, *, lock: str = "") -> Iterator[None]:
    """Guarded models may be written, in one transaction, until this ends.

    ``lock`` is an SQL expression that takes a lock, asked in the same round trip. A rollback takes
    the permission back by itself, and so does the end of the transaction; only inside another
    transaction, which goes on, is it taken back by a statement.
    """
    before = _open.get()
    goes_on = connection.in_atomic_block
    with transaction.atomic():
        permit(reason, lock)
        token = _open.set(reason)
        try:
            yield
        finally:
            _open.reset(token)
        if goes_on:
            permit(before or "")


def permit(reason: str, lock: str = "") -> None:
    """Tell Postgres what is being done; nothing is, if ``reason`` is empty."""
    more = f", {lock}" if lock else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('hackathon.operation', %s, true){more}", [reason])


@contextmanager
def unguarded(reason: str) -> Iterator[None]:
    """For factories, data migrations, the demo: the reason makes it easy to grep.

    What visitors see of any event may be another afterwards.
    """
    with writing(reason):
        yield
        if settings.KEEPS_PAGES:
            with connection.cursor() as cursor:
                cursor.execute(ALL_PAGES_ANEW)


# The first migrations write before the table is there.
ALL_PAGES_ANEW = """
    DO $$ BEGIN
        IF to_regclass('hackathon_publicchange') IS NOT NULL THEN
            INSERT INTO hackathon_publicchange (event_id, changes) VALUES (NULL, 1);
        END IF;
    END $$"""


@contextmanager
def noting(wanted: Wanted) -> Iterator[list]:
    """Collects the rows that are written meanwhile, of the models and columns that are wanted."""
    rows: list = []
    token = _written.set((rows, wanted))
    try:
        yield rows
    finally:
        _written.reset(token)


def is_noted(model: type[models.Model], columns: Collection[str] | None) -> bool:
    collected = _written.get()
    return collected is not None and collected[1](model, columns)


def note(rows: Iterable[models.Model]) -> None:
    if collected := _written.get():
        collected[0].extend(rows)


def require_operation(model: type[models.Model]) -> None:
    if _open.get() is None:
        raise WrittenOutsideOperation(f"{model.__name__} must be written inside an operation")


@cache
def references_within_an_event(model: type[models.Model]) -> tuple[models.ForeignKey, ...]:
    """The columns by which a row refers to rows that belong to one event each."""
    found = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and any(column.name == "event" for column in field.related_model._meta.concrete_fields)
    ]
    has_own = any(column.name == "event" for column in model._meta.concrete_fields)
    return tuple(found) if len(found) + has_own > 1 else ()


def require_one_event(row: models.Model, columns: Collection[str] | None = None) -> None:
    """No row refers to another event's rows, whoever wrote it and by whatever page.

    What was read or chosen with the row is compared without asking the database.

    Raises StateConflict, with the column as its code.
    """
    event = getattr(row, "event_id", None)
    for field in references_within_an_event(type(row)):
        if columns is not None and not {field.name, field.attname} & set(columns):
            continue
        if getattr(row, field.attname) is None or not field.is_cached(row):
            continue
        own = getattr(row, field.name).event_id
        if event is not None and own != event:
            raise StateConflict(
                _("This belongs to another event. Choose one of this event’s own."),
                code=field.name,
            )
        event = own


def note_others(rows: Collection[models.Model]) -> None:
    """Rows that were not written, but give somebody more than before: by what went away."""
    note(row for row in rows if is_noted(type(row), None))


def mark_method(*marks: str) -> Callable[[Method], Method]:
    """What Django asks of methods that write, before templates and managers may call them."""

    def mark(method: Method) -> Method:
        method.__dict__.update(dict.fromkeys(marks, True))
        return method

    return mark


class GuardedQuerySet(models.QuerySet[Row]):
    @mark_method("alters_data")
    def update(self, **kwargs: Any) -> int:
        require_operation(self.model)
        keys = list(self.values_list("pk", flat=True)) if is_noted(self.model, kwargs) else []
        changed = super().update(**kwargs)
        if keys:
            note(self.model._base_manager.filter(pk__in=keys))
        return changed

    @mark_method("alters_data", "queryset_only")
    def delete(self) -> tuple[int, dict[str, int]]:
        require_operation(self.model)
        return super().delete()

    @mark_method("alters_data")
    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        require_operation(self.model)
        objs = list(objs)
        for row in objs:
            require_one_event(row)
        rows = super().bulk_create(objs, *args, **kwargs)
        if is_noted(self.model, None):
            note(rows)
        return rows

    @mark_method("alters_data")
    def bulk_update(
        self, objs: Iterable[Row], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        require_operation(self.model)
        rows = list(objs)
        columns = list(fields)
        changed = super().bulk_update(rows, columns, *args, **kwargs)
        if is_noted(self.model, columns):
            note(rows)
        return changed


class GuardedModel(models.Model):
    """``lock_rank`` orders row locks across models, so that two operations never wait in a ring."""

    lock_rank = 90

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True

    @mark_method("alters_data")
    def save(self, *args: Any, **kwargs: Any) -> None:
        require_operation(type(self))
        is_new = self._state.adding
        require_one_event(self, kwargs.get("update_fields"))
        super().save(*args, **kwargs)
        if is_noted(type(self), None if is_new else kwargs.get("update_fields")):
            note([self])

    @mark_method("alters_data")
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        require_operation(type(self))
        return super().delete(*args, **kwargs)


@receiver(class_prepared)
def guard_table(sender: type[models.Model], **kwargs: Any) -> None:
    """Every guarded model gets the trigger by being one, whatever its own Meta says."""
    if issubclass(sender, GuardedModel) and sender._meta.managed and not sender._meta.proxy:
        # The library says that it takes rows, and takes models.
        WRITTEN_IN_OPERATION.register(sender)  # type: ignore[arg-type]
