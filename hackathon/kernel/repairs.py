"""The way in for repairs: for what no operation does, by whoever has the server's shell."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from hackathon.kernel.guard import writing
from hackathon.kernel.models.audit import AuditEntry
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User
from hackathon.kernel.operations import hold


@contextmanager
def repairing(
    *, reason: str, event: Event | None = None, actor: User | None = None
) -> Iterator[AuditEntry]:
    """Write guarded rows by hand, alone on the event, in one transaction with a line in the log.

    Gives that line; it is written first, so that nothing is repaired without it. The reason is kept
    as it is said, so it names nobody. No mail goes out. Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("Say why: the reason is kept in the log.")
    slug, person = event.slug if event else None, actor.pk if actor else None
    with writing("repair"):
        if event:
            hold(event, exclusive=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT hackathon_repair(%s, %s, %s)", [reason, slug, person])
            entry = cursor.fetchone()[0]
        yield AuditEntry.objects.get(pk=entry)
