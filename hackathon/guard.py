"""Models that refuse to be written outside an operation. See ``hackathon.operations``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

_open: ContextVar[str | None] = ContextVar("open_operation", default=None)


class WrittenOutsideOperation(RuntimeError):
    """A programming error: a guarded model was written with no operation open."""


@contextmanager
def writing(reason: str) -> Iterator[None]:
    token = _open.set(reason)
    try:
        yield
    finally:
        _open.reset(token)


unguarded = writing  # for factories and data repairs: the reason makes each use easy to grep


def require_operation(model: type[models.Model]) -> None:
    if _open.get() is None:
        raise WrittenOutsideOperation(f"{model.__name__} must be written inside an operation")


class GuardedQuerySet(models.QuerySet):
    def update(self, **kwargs):
        require_operation(self.model)
        return super().update(**kwargs)

    def delete(self):
        require_operation(self.model)
        return super().delete()

    def bulk_create(self, *args, **kwargs):
        require_operation(self.model)
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        require_operation(self.model)
        return super().bulk_update(*args, **kwargs)

    update.alters_data = delete.alters_data = True
    bulk_create.alters_data = bulk_update.alters_data = True
    delete.queryset_only = True


class GuardedModel(models.Model):
    """``lock_rank`` orders row locks across models, so that two operations never wait in a ring."""

    lock_rank = 90

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        require_operation(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        require_operation(type(self))
        return super().delete(*args, **kwargs)

    save.alters_data = delete.alters_data = True
