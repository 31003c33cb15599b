"""Every task that a worker runs is counted; what cannot be counted is left out."""

import logging
import time
from typing import Any

from celery import Task, states
from celery.signals import task_postrun, task_prerun
from django.db import DatabaseError, transaction

from hackathon.health.services.task_counts import count_task

logger = logging.getLogger(__name__)


@task_prerun.connect
def note_beginning(task: Task, **_more: Any) -> None:
    task.request.began = time.perf_counter()


@task_postrun.connect
def note_end(task: Task, state: str, **_more: Any) -> None:
    began = getattr(task.request, "began", None)
    seconds = time.perf_counter() - began if began else 0
    try:
        with transaction.atomic():
            count_task(task.name, has_failed=state != states.SUCCESS, seconds=seconds)
    except DatabaseError as error:
        logger.warning("A run of %s is not counted: %s", task.name, type(error).__name__)
