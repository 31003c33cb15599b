"""What time does by itself on this floor."""

from celery import shared_task

from teams.services import admission


@shared_task
def keep_places_moving() -> int:
    return admission.keep_places_moving()
