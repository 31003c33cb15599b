"""Columns by their names: of a table, and those that a query brings along."""

from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any])


def with_columns(rows: Rows, **columns: Any) -> Rows:
    """Rows with what their model declares by an annotation, and no table holds."""
    return rows.annotate(**columns)


def column_of(model: type[Model] | Model, name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(f"{model._meta.label} has no column {name}")
    return field
