"""Rows that a page brought along, read anew in place: what an operation decides by is not stale.

A page reads rows, and an operation decides about them later, under its locks. Copies that were read
before are brought up to date where they are, so that whoever holds one holds the truth.
"""

from collections.abc import Iterator

from django.db import models
from django.utils.functional import LazyObject

from hackathon.kernel.models.user import User

Key = tuple[type[models.Model], int | None]


class Held:
    """Every row that the operation has read under its locks, one object for each."""

    def __init__(self) -> None:
        self.rows: dict[Key, models.Model] = {}

    def lock(self, row: models.Model) -> None:
        """Lock a row and read it; raises DoesNotExist if it is gone.

        What it refers to is read when it is asked for, because a statement that waited for a lock
        may know other rows only as they were before.
        """
        self.bring_up_to_date(row, base_rows(row).select_for_update(no_key=True).get(pk=row.pk))
        twin = self.rows.setdefault(key_of(row), row)
        if twin is not row:
            self.bring_up_to_date(twin, row)

    def read(self, row: models.Model) -> None:
        """Bring a row up to date, with all that it refers to; raises DoesNotExist if it is gone."""
        row = unwrap_row(row)
        twin = self.rows.get(key_of(row))
        if twin is None:
            self.bring_up_to_date(row, self.stored(row))
            self.rows[key_of(row)] = row
        elif twin is not row:
            self.bring_up_to_date(row, twin)

    def stored(self, row: models.Model) -> models.Model:
        """The row as the database has it now, with what it refers to, as objects of their own."""
        fresh = base_rows(row).select_related(*self.paths(row)).get(pk=row.pk)
        self.tie(fresh)
        return fresh

    def read_parents(self, row: models.Model) -> None:
        """For a row that is being written: its own columns stay, what it refers to is read."""
        for parent in parents_of(row).values():
            self.read(parent)
        self.tie(row)

    def paths(self, row: models.Model, prefix: str = "") -> Iterator[str]:
        """What has been read along foreign keys and is not held: ``version__submission``, ..."""
        for field, parent in parents_of(row).items():
            if key_of(parent) not in self.rows:
                yield f"{prefix}{field.name}"
                yield from self.paths(parent, f"{prefix}{field.name}__")

    def bring_up_to_date(self, row: models.Model, fresh: models.Model) -> None:
        """Copy the columns, and go on with the rows behind its foreign keys.

        Columns are copied as they are stored: translated fields answer by the reader's language.
        """
        columns = {field.attname for field in row._meta.concrete_fields} & fresh.__dict__.keys()
        row.__dict__.update({name: fresh.__dict__[name] for name in columns})
        news = parents_of(fresh)
        for field, parent in parents_of(row).items():
            current = news.get(field)
            if current is None:
                field.delete_cached_value(row)
            elif current.pk == parent.pk and current is not parent:
                self.bring_up_to_date(parent, current)
            else:
                field.set_cached_value(row, current)
        self.tie(row)
        for relation in row._meta.related_objects:
            if relation.is_cached(row):
                relation.delete_cached_value(row)
        row.__dict__["_prefetched_objects_cache"] = {}

    def tie_all(self) -> None:
        for row in self.rows.values():
            self.tie(row)

    def tie(self, row: models.Model) -> None:
        """Whatever leads to a row that is held leads to that very object."""
        parents = parents_of(row)
        for field in foreign_keys(row):
            held = self.rows.get((field.related_model, row.__dict__.get(field.attname)))
            if held is not None:
                field.set_cached_value(row, held)
            elif field in parents:
                self.tie(parents[field])


def foreign_keys(row: models.Model) -> Iterator[models.ForeignKey]:
    """People are left out: who somebody is, is read at the beginning of each request."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not issubclass(field.related_model, User):
            yield field


def parents_of(row: models.Model) -> dict[models.ForeignKey, models.Model]:
    """The rows that were read along its foreign keys."""
    found = {field: field.get_cached_value(row, default=None) for field in foreign_keys(row)}
    return {field: parent for field, parent in found.items() if parent and parent.pk}


def base_rows(row: models.Model) -> models.QuerySet[models.Model]:
    return table_of(row)._base_manager.all()


def key_of(row: models.Model) -> Key:
    return table_of(row), row.pk


def table_of(row: models.Model) -> type[models.Model]:
    return row._meta.concrete_model or type(row)


def unwrap_row(row: models.Model) -> models.Model:
    """The row behind a lazy object, such as the person of a request."""
    return row._wrapped if row.pk and isinstance(row, LazyObject) else row
