"""What time does by itself on this floor."""

from celery import shared_task

from judging.services import assignment, calculation, conflicts, rules


@shared_task
def publish_missing_rules() -> int:
    return rules.publish_missing()


@shared_task
def keep_waves_moving() -> int:
    return assignment.keep_waves_moving()


@shared_task
def calculate_rankings() -> int:
    return calculation.calculate_due()


@shared_task
def search_conflicts() -> int:
    return conflicts.search_everywhere()
