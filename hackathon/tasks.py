"""What the worker does: takes ids or nothing, calls services, decides nothing."""

from celery import shared_task

from hackathon.services import mail


@shared_task
def relay_outbox() -> int:
    return mail.relay_promises()


@shared_task
def send_email() -> int:
    return mail.deliver_due()


@shared_task
def sweep() -> int:
    """Everything that waits: rung after each commit, and every ten seconds by beat."""
    mail.relay_promises(limit=1000)
    return mail.deliver_due()
