"""Counts what workers ran."""

from django.db.models import F

from hackathon.health.models.task_count import TaskCount


def count_task(task: str, *, has_failed: bool, seconds: float) -> None:
    TaskCount.objects.get_or_create(task=task)
    TaskCount.objects.filter(task=task).update(
        done=F("done") + int(not has_failed),
        failed=F("failed") + int(has_failed),
        seconds=F("seconds") + seconds,
    )
