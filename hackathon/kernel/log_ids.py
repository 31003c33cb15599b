"""The id by which a request, what it promised, and a worker's task are found in the log.

django-guid keeps it for a request and for a task. Promises and mails keep that of their request in
their row, because the worker that takes them was not started for them alone.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from celery import current_task
from django_guid.context import guid


def current_id() -> str:
    """32 hexadecimal digits, whatever a browser brought; empty outside requests and tasks."""
    known = guid.get()
    try:
        return UUID(known).hex if known else ""
    except ValueError:
        return uuid4().hex


@contextmanager
def following(request_id: str) -> Iterator[None]:
    """Lines inside belong to that request; without one, to what runs already."""
    before = guid.set(request_id or guid.get())
    try:
        yield
    finally:
        guid.reset(before)


class WithIds(logging.Filter):
    """Puts both ids into each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_id()
        record.task_id = current_task.request.id if current_task else ""
        return True
