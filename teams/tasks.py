"""What time does by itself on this floor."""

from celery import shared_task

from teams import countdown
from teams.services import admission, clock


@shared_task
def keep_places_moving() -> int:
    return admission.keep_places_moving()


@shared_task
def take_last_drafts() -> int:
    return clock.take_last_drafts()


@shared_task
def write_countdowns() -> int:
    return countdown.write_all()
