"""Mails that wait after a restore until a person has looked at them."""

from collections import Counter

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from hackathon.kernel.models.audit import OutboxMessage
from hackathon.mail.models.hold import MailHold
from hackathon.mail.models.mail import EmailLog

DISCARDED = "Discarded after a restore."


class NeverReleased(Exception):
    """A staging copy never writes to the people in it."""


def holds_all_mails() -> bool:
    """Whether no worker may make or send a mail now."""
    return MailHold.objects.filter(ended_at=None).exists()


def waiting_mails() -> Counter[str]:
    """How many mails of each kind would go, and promises from which mails would be made."""
    found = Counter(unsent_mails().values_list("template", flat=True))
    promised = OutboxMessage.objects.filter(relayed_at=None).values_list("entry__verb", flat=True)
    found.update(f"promised: {verb}" for verb in promised)
    return found


def unsent_mails() -> QuerySet[EmailLog]:
    return EmailLog.objects.filter(status__in=("queued", "sending", "held"))


@transaction.atomic
def release_mails(*, discard: bool = False) -> int:
    """Ends the hold: what waits is sent, or ``discard`` leaves it unsent for ever; how many rows.

    Raises ``NeverReleased`` for a staging copy.
    """
    holds = MailHold.objects.select_for_update().filter(ended_at=None)
    if holds.filter(is_staging=True).exists():
        raise NeverReleased
    waiting = unsent_mails()
    promised = OutboxMessage.objects.filter(relayed_at=None)
    count = waiting.count() + promised.count()
    if discard:
        waiting.update(status="failed", error=DISCARDED, lease_until=None)
        promised.update(relayed_at=Now(), error=DISCARDED)
    holds.update(ended_at=Now())
    return count
