"""From a promise in the outbox to a mail on its way. Workers call this; requests never do."""

import logging
import random
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from hackathon.models import EmailLog, OutboxMessage
from hackathon.notices import Letter, letters_for
from hackathon.services.wording import keep, worded

logger = logging.getLogger(__name__)

HORIZON = timedelta(hours=48)
LONGEST_WAIT = timedelta(minutes=15)


def relay_promises(limit: int = 100) -> int:
    """Turn outbox messages into queued mails; returns how many messages were taken.

    Two relays never take the same message, and one relayed twice queues nothing new. A
    promise that cannot be worded is set aside with its reason and holds nobody else up.
    """
    taken = 0
    while taken < limit and relay_next():
        taken += 1
    return taken


def relay_next() -> bool:
    with transaction.atomic():
        pending = OutboxMessage.objects.filter(relayed_at=None, attempts__lt=5).order_by("id")
        locked = pending.select_for_update(of=("self",), skip_locked=True)
        message = locked.select_related("entry__event", "entry__actor").first()
        if message is None:
            return False
        try:
            with transaction.atomic():
                queue_letters(message.entry, letters_for(message.entry))
        except Exception as error:
            logger.exception("Outbox message %s could not be relayed", message.pk)
            message.attempts, message.error = message.attempts + 1, repr(error)[:500]
        else:
            message.relayed_at = Now()
        message.save()
        return True


def queue_letters(entry, letters: Iterable[Letter]) -> None:
    emails = [
        EmailLog(
            entry=entry,
            reader=letter.reader,
            recipient=letter.recipient,
            language=letter.language,
            template=letter.template,
            context=keep(letter.context),
        )
        for letter in letters
    ]
    random.shuffle(emails)  # who is written to first must not tell who ranks first
    EmailLog.objects.bulk_create(emails, ignore_conflicts=True)


def queue_worded(*, recipient: str, language: str, template: str, subject: str, text: str,
                 html: str = "") -> EmailLog:  # fmt: skip
    """Queue a mail whose words exist already: account mails with a one-time code."""
    return EmailLog.objects.create(
        recipient=recipient,
        language=language,
        template=template,
        subject=subject[:300],
        text=text,
        html=html,
    )


def deliver_due(limit: int = 1000) -> int:
    """Send what is due, one row at a time; returns how many were sent.

    A server that does not answer ends the round; the row it happened to waits and is retried.
    """
    sent = 0
    connection = get_connection()
    try:
        for _ in range(limit):
            email = claim_next()
            if email is None:
                break
            outcome = deliver(email, connection)
            if outcome == "unreachable":
                break
            sent += outcome == "sent"
    finally:
        connection.close()
    return sent


def claim_next() -> EmailLog | None:
    """Take a lease on one due mail. A lease that ran out means its worker died."""
    due = Q(status="queued") & (Q(not_before=None) | Q(not_before__lte=Now()))
    left_behind = Q(status="sending", lease_until__lte=Now())
    with transaction.atomic():
        rows = EmailLog.objects.filter(due | left_behind).order_by("id")
        email = rows.select_for_update(of=("self",), skip_locked=True).first()
        if email is None:
            return None
        EmailLog.objects.filter(pk=email.pk).update(
            status=EmailLog.Status.SENDING,
            attempts=F("attempts") + 1,
            lease_until=Now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS),
        )
    email.refresh_from_db()
    return email


def deliver(email: EmailLog, connection) -> str:
    try:
        message = compose(email)
        connection.open()
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        return give_up(email, error) if min(codes) >= 500 else try_later(email, error)
    except SMTPResponseException as error:
        return give_up(email, error) if error.smtp_code >= 500 else try_later(email, error)
    except (SMTPException, OSError) as error:
        connection.close()
        try_later(email, error)
        return "unreachable"
    except Exception as error:
        logger.exception("Mail %s cannot be worded", email.pk)
        return give_up(email, error)
    EmailLog.objects.filter(pk=email.pk).update(
        status=EmailLog.Status.SENT, sent_at=Now(), lease_until=None, error="", text="", html=""
    )
    return "sent"


def compose(email: EmailLog) -> EmailMultiAlternatives:
    subject, text, html = worded(email)
    message = EmailMultiAlternatives(
        subject, text, to=[email.recipient], headers={"Message-ID": email.message_id}
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def try_later(email: EmailLog, error: Exception) -> str:
    if email.created_at + HORIZON < email.lease_until:
        return give_up(email, error)
    wait = min(timedelta(seconds=5 * 2 ** min(email.attempts, 12)), LONGEST_WAIT)
    EmailLog.objects.filter(pk=email.pk).update(
        status=EmailLog.Status.QUEUED,
        not_before=Now() + wait,
        lease_until=None,
        error=str(error)[:500],
    )
    return "later"


def give_up(email: EmailLog, error: Exception) -> str:
    EmailLog.objects.filter(pk=email.pk).update(
        status=EmailLog.Status.FAILED, lease_until=None, error=str(error)[:500], text="", html=""
    )
    return "failed"
