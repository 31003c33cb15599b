"""What time does by itself on this floor."""

from celery import shared_task

from judging.services import rules


@shared_task
def publish_missing_rules() -> int:
    return rules.publish_missing()
