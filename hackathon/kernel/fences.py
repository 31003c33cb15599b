"""What the clock does for many rows: each behind a fence of its own.

One that fails is logged with its event, noted for whoever runs the site, and tried again after a
pause; all others go on. What was not done stays noted until it is done.
"""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import models

from hackathon.kernel.models.clock import ClockFailure
from hackathon.kernel.models.event import Event
from hackathon.kernel.operations import database_clock
from hackathon.kernel.pauses import CLOCK, ENDS_THE_ROUND, pause_after
from hackathon.kernel.predicates import event_of

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=models.Model)


def do_for_each(task: str, rows: Iterable[Row], act: Callable[[Row], int]) -> int:
    """The sum of what ``act`` says of the rows; of those that wait for another try nothing.

    Time limits pass through, and so does a database that is away: the next round does the rest.
    """
    known = {failure.subject: failure for failure in ClockFailure.objects.filter(task=task)}
    now = database_clock()
    done = 0
    for row in rows:
        subject = name_of(row)
        failure = known.get(subject)
        if failure and failure.not_before > now:
            continue
        try:
            done += act(row)
        except ENDS_THE_ROUND:
            raise
        except Exception as error:
            tries = failure.tries + 1 if failure else 1
            note_failure(task, subject, event_of(row), tries, error)
        else:
            if failure:
                failure.delete()
    return done


def name_of(row: models.Model) -> str:
    return f"{row._meta.model_name} {row.pk}"


def note_failure(
    task: str, subject: str, event: Event | None, tries: int, error: Exception
) -> None:
    """Raises what the database raises: where it is away, nothing can be noted."""
    now = database_clock()
    logger.exception(
        "%s failed for %s of event %s, try %s", task, subject, event and event.slug, tries
    )
    columns = {
        "tries": tries,
        "not_before": now + pause_after(tries, CLOCK),
        "error": f"{type(error).__name__}: {error}"[:200],
    }
    first = ClockFailure(task=task, subject=subject, event=event, failing_since=now, **columns)
    ClockFailure.objects.bulk_create([first], ignore_conflicts=True)  # another worker may, too
    ClockFailure.objects.filter(task=task, subject=subject).update(**columns)
