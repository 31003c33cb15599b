"""What the worker does: takes ids or nothing, calls services, decides nothing."""

from celery import shared_task

from hackathon.accounts.services import sign_in_help
from hackathon.files import janitor
from hackathon.health.models.heartbeat import Heartbeat
from hackathon.health.services import heartbeats
from hackathon.kernel import public_revision
from hackathon.mail.services import delivery, queueing


@shared_task
def sweep() -> int:
    """Everything that waits: rung after each commit, and every ten seconds by beat."""
    heartbeats.note_heartbeat(Heartbeat.Source.SWEEP)
    queueing.relay_promises(limit=1000)
    return delivery.deliver_due()


@shared_task
def sum_up_public_changes() -> None:
    public_revision.sum_up_changes()


@shared_task
def take_due_factors() -> int:
    return sign_in_help.take_due_factors()


@shared_task
def drop_expired_sessions() -> None:
    janitor.drop_expired_sessions()
