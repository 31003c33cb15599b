"""What the worker does: takes ids or nothing, calls services, decides nothing."""

from celery import shared_task

from hackathon.models import Heartbeat
from hackathon.services import delivery, heartbeats, janitor, mail, sign_in_help


@shared_task
def sweep() -> int:
    """Everything that waits: rung after each commit, and every ten seconds by beat."""
    heartbeats.note_heartbeat(Heartbeat.Source.SWEEP)
    mail.relay_promises(limit=1000)
    return delivery.deliver_due()


@shared_task
def take_due_factors() -> int:
    return sign_in_help.take_due_factors()


@shared_task
def drop_expired_sessions() -> None:
    janitor.drop_expired_sessions()
