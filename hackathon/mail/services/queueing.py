"""From a promise in the outbox to a mail in the queue. Workers call this; requests never do."""

import logging
import random
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from hackathon.kernel.log_ids import current_id, following
from hackathon.kernel.models.audit import OutboxMessage
from hackathon.kernel.models.user import is_of_nobody
from hackathon.kernel.notices import Letter, letters_for
from hackathon.kernel.pauses import ENDS_THE_ROUND, HORIZON, pause_after
from hackathon.mail.models.mail import EmailLog
from hackathon.mail.services.hold import holds_all_mails
from hackathon.mail.services.wording import keep_context

logger = logging.getLogger(__name__)


def relay_promises(limit: int = 100) -> int:
    """Turn outbox messages into queued mails; returns how many messages were taken.

    Two relays never take the same message, and one relayed twice queues nothing new. A promise
    that cannot be kept now is tried again later, for two days, and holds nobody else up.
    """
    if holds_all_mails():
        return 0
    taken = 0
    while taken < limit and relay_next():
        taken += 1
    return taken


def relay_next() -> bool:
    with transaction.atomic():
        is_due = Q(not_before=None) | Q(not_before__lte=Now())
        pending = OutboxMessage.objects.filter(is_due, relayed_at=None, held_at=None)
        locked = pending.order_by("id").select_for_update(of=("self",), skip_locked=True)
        message = locked.select_related("entry__event", "entry__actor").first()
        if message is None:
            return False
        with following(message.request_id):
            keep_promise(message)
        return True


def keep_promise(message: OutboxMessage) -> None:
    try:
        with transaction.atomic():
            queue_letters(message, letters_for(message.entry))
    except ENDS_THE_ROUND:
        raise
    except Exception as error:
        put_off(message, error)
    else:
        message.relayed_at, message.error = Now(), ""
        message.not_before = message.failing_since = None
        message.save()


def put_off(message: OutboxMessage, error: Exception) -> None:
    """Later; after two days it is held until somebody looks at it."""
    from hackathon.kernel.operations import database_clock  # operations write promises

    now = database_clock()
    message.attempts += 1
    message.error = repr(error)[:500]
    message.failing_since = message.failing_since or now
    message.not_before = now + pause_after(message.attempts)
    if message.failing_since + HORIZON <= now:
        message.held_at = now
    message.save()
    logger.exception(
        "Promise %s (%s) could not be kept, try %s: %s",
        message.pk,
        message.entry.verb,
        message.attempts,
        "held" if message.held_at else "later",
        extra={"promise": message.pk},
    )


def queue_letters(message: OutboxMessage, letters: Iterable[Letter]) -> None:
    emails = [
        EmailLog(
            entry=message.entry,
            request_id=message.request_id,
            reader=letter.reader,
            recipient=letter.recipient,
            language=letter.language,
            template=letter.template,
            context=keep_context(letter.context),
        )
        for letter in letters
        if not is_of_nobody(letter.recipient)
    ]
    random.shuffle(emails)  # who is written to first must not tell who ranks first
    EmailLog.objects.bulk_create(emails, ignore_conflicts=True)


def queue_worded(
    *,
    recipient: str,
    language: str,
    template: str,
    subject: str,
    text: str,
    html: str = "",
    lapses_at: datetime | None = None,
) -> EmailLog:
    """Queue a mail whose words exist already: account mails, some with a code that lapses."""
    return EmailLog.objects.create(
        request_id=current_id(),
        recipient=recipient,
        language=language,
        template=template,
        subject=subject[:300],
        text=text,
        html=html,
        lapses_at=lapses_at,
    )
