"""What nobody needs any more: files that no row names, and sessions that have ended."""

import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import models

from hackathon.files import incoming, storage

HOUR = 3600.0
DAY = 24 * HOUR
HASH_LENGTH = 64


def sweep_incoming(open_keys: Collection[str], older_than: float = HOUR) -> int:
    """What lies among the incoming files for an hour and belongs to no upload."""
    return incoming.sweep(open_keys, older_than=older_than)


def sweep_stored(older_than: float = DAY) -> int:
    """Stored files that no row names, unless they came (again) within a day.

    The day covers whoever has stored a file and not yet written its row.
    """
    oldest = time.time() - older_than
    old = (sha256 for sha256, at in storage.stored_files() if at < oldest)
    swept = 0
    while some := list(islice(old, 500)):
        for sha256 in sorted(set(some) - named_in_rows(some)):
            swept += storage.remove_stored(sha256, older_than=oldest)
    return swept


def named_in_rows(hashes: Iterable[str]) -> set[str]:
    """Which of them stand in a row, of whatever table."""
    found: set[str] = set()
    for column in hash_columns():
        rows = column.model._base_manager.filter(**{f"{column.name}__in": hashes})
        found.update(rows.values_list(column.name, flat=True))
    return found


def hash_columns() -> Iterator[models.Field]:
    """Every column that can hold a SHA-256, whatever it is called: better one too many."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.CharField) and field.max_length == HASH_LENGTH:
                yield field


def drop_expired_sessions() -> None:
    """Typed text may rest in a session: it goes when the session does."""
    SessionStore.clear_expired()
