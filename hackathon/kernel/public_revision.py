"""The revision of what visitors see of an event: by it a page that was kept is known to be true."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from hackathon.kernel.guard import writing
from hackathon.kernel.models.event import Event


class Revision(NamedTuple):
    """What the public pages of an event rest on, and the database's instant."""

    event: int
    own: int
    of_all: int
    at: datetime

    @property
    def number(self) -> tuple[int, int, int]:
        """It is another one after every commit that changed something public."""
        return self.event, self.own, self.of_all


# One question, for every visitor and page: through the ORM it would cost more than the page.
SUMS = """
    (SELECT coalesce(sum(c.changes), 0) FROM hackathon_publicchange c WHERE c.event_id = {event}),
    (SELECT coalesce(sum(c.changes), 0) FROM hackathon_publicchange c WHERE c.event_id IS NULL),
    clock_timestamp()"""
OF_EVENT = f"SELECT {SUMS.format(event='%s')}"
OF_NAME = f"SELECT e.id, {SUMS.format(event='e.id')} FROM hackathon_event e WHERE e.slug = %s"  # noqa: S608

SUM_UP = """
    WITH gone AS (DELETE FROM hackathon_publicchange RETURNING event_id, changes)
    INSERT INTO hackathon_publicchange (event_id, changes)
    SELECT event_id, sum(changes) FROM gone GROUP BY event_id"""


def read_revision(slug: str) -> Revision | None:
    """Nothing if there is no such event."""
    if "\0" in slug:
        return None
    with connection.cursor() as cursor:
        cursor.execute(OF_NAME, [slug])
        row = cursor.fetchone()
    return Revision(*row) if row else None


def read_revision_of(event: int) -> Revision:
    """The same for an event whose number is known; another than before if the event is gone."""
    with connection.cursor() as cursor:
        cursor.execute(OF_EVENT, [event])
        return Revision(event, *cursor.fetchone())


def move_revision(event: Event | None) -> None:
    """Pages for visitors are made anew once this transaction is committed: of the event, or all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hackathon_publicchange (event_id, changes) VALUES (%s, 1)",
            [event.pk if event else None],
        )


def sum_up_changes() -> None:
    """Many rows become one for each event; no revision moves by it."""
    with writing("public_change.sum_up"), connection.cursor() as cursor:
        cursor.execute(SUM_UP)
