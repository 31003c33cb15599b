"""What time does by itself on this floor."""

from celery import shared_task

from hackathon.files import janitor
from teams.deadlines.services import countdown
from teams.help.services import help
from teams.participants.services import admission
from teams.submissions.services import bundles, clock, uploads
from teams.team.services import fixing


@shared_task
def keep_places_moving() -> int:
    """And what ends where teams do not move any more."""
    return admission.keep_places_moving() + fixing.tell_of_fixed_teams()


# The row's lease says who makes it: the broker need not, and a large archive takes its time.
@shared_task(acks_late=False, time_limit=4 * 3600, soft_time_limit=4 * 3600 - 60)
def make_bundles() -> int:
    return bundles.make_due()


@shared_task
def drop_old_bundles() -> int:
    return bundles.drop_old()


@shared_task
def take_last_drafts() -> int:
    return clock.take_last_drafts()


@shared_task
def end_open_help() -> int:
    return help.end_open_help() + help.resume_ended_help()


@shared_task
def write_countdowns() -> int:
    return countdown.write_all()


@shared_task
def sweep_files() -> int:
    return uploads.sweep_uploads() + janitor.sweep_incoming(uploads.keys()) + janitor.sweep_stored()
