"""A row that was edited on a page is written into the row as the database holds it."""

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import GuardedModel

Row = TypeVar("Row", bound=GuardedModel)
# Asked under the row's lock with the names of the fields that will be written; raises
# StateConflict where one of them is no longer what the writer's page was compared with.
RequireCurrent = Callable[[Collection[str]], None]


def accept_any(fields: Collection[str]) -> None:
    """For writers without a page: a program, a list that is read in."""


def find_stored(row: Row) -> Row:
    """The same row, read anew: what an operation decides by, and locks.

    Raises StateConflict if it is gone.
    """
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is None:
        raise StateConflict(_("This no longer exists."))
    return stored


def copy_fields(stored: GuardedModel, edited: GuardedModel, fields: Iterable[str] | None) -> None:
    """Writes of ``edited`` the columns among ``fields``, or all of them if that is None."""
    columns = [field.name for field in stored._meta.concrete_fields if not field.primary_key]
    chosen = columns if fields is None else [name for name in columns if name in set(fields)]
    for name in chosen:
        setattr(stored, name, getattr(edited, name))
    stored.save(update_fields=chosen)
