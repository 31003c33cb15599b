"""From a mail in the queue to the mail server. Workers call this; requests never do.

The server's fault is never booked on a mail: the connection is made before a mail is taken, and
whatever the server has against all mails makes all of them wait. Every instant is the database's.
"""

import logging
import time
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from hackathon.kernel.log_ids import following
from hackathon.kernel.models.user import address_of_nobody
from hackathon.kernel.operations import database_clock
from hackathon.kernel.pauses import ENDS_THE_ROUND, HORIZON, pause_after
from hackathon.mail.models.mail import EmailLog, MailServer
from hackathon.mail.services.hold import holds_all_mails
from hackathon.mail.services.wording import word_mail
from hackathon.mail.smtp import (
    ADDRESS,
    Blame,
    Fault,
    Step,
)

logger = logging.getLogger(__name__)

S = EmailLog.Status
GOODBYE = "account/email/account_deleted"
ROUND_SECONDS = 120  # well inside the time limit of a task
MOST_DOUBTS = 3  # mails in a row that failed for whatever reason: then it is the server
PROBE = timedelta(seconds=90)  # for one worker to find out whether the server is well again


def deliver_due(limit: int = 1000, seconds: float = ROUND_SECONDS) -> int:
    """Send what is due, one row at a time; returns how many were sent.

    A server that takes no mail ends the round and makes the queue wait; no row is worse off by it.
    """
    empty_lapsed()
    if holds_all_mails():
        return 0
    here = Round(limit, time.monotonic() + seconds)
    try:
        while here.goes_on() and send_next(here):
            pass
    finally:
        with suppress(SMTPException, OSError):
            here.connection.close()
    return here.sent


class Round:
    """One worker's way through what is due, over one connection."""

    def __init__(self, limit: int, stop_at: float) -> None:
        self.connection: Any = get_connection()
        self.limit, self.stop_at = limit, stop_at
        self.tried = self.sent = self.doubts = self.sent_on_connection = 0
        self.probes = False  # this worker finds out whether the server is well again

    def goes_on(self) -> bool:
        return self.tried < self.limit and time.monotonic() < self.stop_at

    def note_that_it_works(self) -> None:
        """The server decides about single mails again."""
        if self.probes and MailServer.objects.all().delete()[0]:
            logger.info("The mail server takes mails again")
        self.doubts, self.probes = 0, False


def send_next(here: Round) -> bool:
    """Send one mail; says whether the round goes on."""
    is_due = is_anything_due()
    if not (is_due or is_held()) or not may_try(here) or not connect(here):
        return False
    if not is_due:
        here.note_that_it_works()  # nobody waits, and so nobody is told of trouble that is over
        return False
    email = claim_next()
    if email is None:
        return False
    here.tried += 1
    with following(email.request_id):
        return compose_and_settle(here, email)


def compose_and_settle(here: Round, email: EmailLog) -> bool:
    try:
        message = compose(email)
    except ENDS_THE_ROUND:
        raise
    except Exception as error:
        put_aside(email, error)
        return True
    return settle(here, email, message)


def connect(here: Round) -> bool:
    try:
        if here.connection.open():
            here.sent_on_connection = 0
    except (Fault, SMTPException, OSError) as error:
        hold_queue(as_fault(error, Step.CONNECT))
        return False
    return True


def settle(here: Round, email: EmailLog, message: EmailMultiAlternatives) -> bool:
    """Send it, and write down what came of it; says whether the round goes on."""
    here.connection.deadline = time.monotonic() + max(settings.MAIL_LEASE_SECONDS - 5, 3)
    try:
        here.connection.send_messages([message])
    except (Fault, SMTPException, OSError) as error:
        return settle_fault(here, email, as_fault(error, Step.DATA))
    except ENDS_THE_ROUND:
        raise
    except Exception as error:
        put_aside(email, error)
        here.connection.close()  # it may stand in the middle of a dialogue
        return True
    write_sent(email)
    here.sent += 1
    here.sent_on_connection += 1
    here.note_that_it_works()
    return True


def settle_fault(here: Round, email: EmailLog, fault: Fault) -> bool:
    if fault.blames == Blame.MAIL:
        give_up(email, fault)
        here.note_that_it_works()
        return True
    if fault.blames == Blame.DOUBT:
        try_later(email, str(fault), fault)
        here.doubts += 1
        if here.doubts >= MOST_DOUBTS:
            hold_queue(fault)
            return False
        return True
    put_back(email, fault)
    if here.sent_on_connection and fault.code in (0, 421):
        # It has had enough of this connection, as some have after a hundred mails.
        here.connection.close()
        return True
    hold_queue(fault)
    return False


def as_fault(error: Exception, step: Step) -> Fault:
    """Backends of Django's own do not tell where they failed."""
    return error if isinstance(error, Fault) else Fault(step, 0, str(error))


def due() -> Q:
    """Queued and not to wait any longer; or left behind by a worker that died."""
    waits = Q(status=S.QUEUED) & (Q(not_before=None) | Q(not_before__lte=Now()))
    return waits | Q(status=S.SENDING, lease_until__lte=Now())


def is_anything_due() -> bool:
    return EmailLog.objects.filter(due()).exists()


def is_held() -> bool:
    """Whether the server took no mails when it was last tried."""
    return MailServer.objects.exists()


def may_try(here: Round) -> bool:
    """Whether the server takes mails, as far as is known; after a pause one worker finds out."""
    if here.probes or not is_held():
        return True
    is_over = Q(held_until=None) | Q(held_until__lte=Now())
    held_until = Now() + PROBE
    here.probes = bool(MailServer.objects.filter(is_over).update(held_until=held_until))
    return here.probes


def hold_queue(fault: Fault) -> None:
    """Nothing is tried until a pause is over. What has waited for two days waits for a person."""
    now = database_clock()
    with transaction.atomic():
        MailServer.objects.get_or_create(pk=MailServer.ONLY, defaults={"failing_since": now})
        server = MailServer.objects.select_for_update().get(pk=MailServer.ONLY)
        server.tries += 1
        server.held_until = now + pause_after(server.tries)
        server.step, server.error = fault.step.value, str(fault)[:500]
        server.save()
    logger.error(
        "The mail server takes no mails, try %s, again in %s s: %s",
        server.tries,
        (server.held_until - now).seconds,
        without_addresses(fault),
    )
    if server.failing_since + HORIZON <= now:
        hold_old(now - HORIZON, server.error)


def hold_old(since: datetime, error: str) -> None:
    """Two days late, a mail may say what is no longer so: a person looks before it goes."""
    is_old = Q(released_at=None, created_at__lte=since) | Q(released_at__lte=since)
    waiting = EmailLog.objects.filter(is_old, status=S.QUEUED, lapses_at=None)
    if number := waiting.update(status=S.HELD, not_before=None, error=error):
        logger.error("%s mails have waited for two days and are held", number)


def claim_next() -> EmailLog | None:
    """Take a lease on one due mail. A lease that ran out means its worker died.

    Codes come first: somebody sits before a page and waits for theirs.
    """
    with transaction.atomic():
        rows = EmailLog.objects.filter(due()).order_by(F("lapses_at").asc(nulls_last=True), "id")
        email = rows.select_for_update(of=("self",), skip_locked=True).first()
        if email is None:
            return None
        EmailLog.objects.filter(pk=email.pk).update(
            status=S.SENDING,
            attempts=F("attempts") + 1,
            tried_first_at=Coalesce("tried_first_at", Now()),
            lease_until=Now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS),
        )
    email.refresh_from_db()
    return email


def compose(email: EmailLog) -> EmailMultiAlternatives:
    subject, text, html = word_mail(email)
    message = EmailMultiAlternatives(
        subject, text, to=[email.recipient], headers={"Message-ID": email.message_id}
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def write_down(email: EmailLog, **columns: Any) -> bool:
    """The last word of whoever holds the lease; nobody's, if another worker has taken over."""
    own = EmailLog.objects.filter(
        pk=email.pk, status=S.SENDING, lease_until=email.lease_until
    ).update(lease_until=None, **columns)
    if not own:
        logger.warning("Mail %s took longer than its lease", email.pk)
    return bool(own)


def write_sent(email: EmailLog) -> None:
    empty = {"text": "", "html": "", "error": "", "not_before": None}
    if email.template == GOODBYE:
        empty["recipient"] = address_of_nobody(email.pk)  # the account's last trace
    write_down(email, status=S.SENT, sent_at=Now(), **empty)
    logger.info(
        "Mail %s (%s) was sent, try %s",
        email.pk,
        email.template,
        email.attempts,
        extra=fields_of(email),
    )


def put_back(email: EmailLog, fault: Fault) -> None:
    """As if it had not been taken: what happened was not about it."""
    write_down(email, status=S.QUEUED, attempts=email.attempts - 1, error=str(fault)[:500])
    logger.warning(
        "Mail %s waits for the server: %s",
        email.pk,
        without_addresses(fault),
        extra=fields_of(email),
    )


def try_later(email: EmailLog, words: str, fault: Fault | None = None) -> None:
    now = database_clock()
    is_old = (email.tried_first_at or now) + HORIZON <= now
    where: dict[str, Any] = (
        {"status": S.HELD, "not_before": None} if is_old else {"status": S.QUEUED}
    )
    if not is_old:
        where["not_before"] = now + pause_after(email.attempts)
    write_down(email, error=words[:500], **where)
    logger.warning(
        "Mail %s (%s) was not taken, try %s: %s; %s",
        email.pk,
        email.template,
        email.attempts,
        "held" if is_old else "later",
        without_addresses(fault) if fault else "see above",
        extra=fields_of(email),
    )


def put_aside(email: EmailLog, error: Exception) -> None:
    """It cannot be worded, or not be put into the dialogue: ours to mend, and no other's delay."""
    logger.exception(
        "Mail %s (%s) cannot be made", email.pk, email.template, extra=fields_of(email)
    )
    try_later(email, f"{type(error).__name__}: {error}")


def give_up(email: EmailLog, fault: Fault) -> None:
    """The server refused this recipient or this message. The words stay for whoever decides."""
    write_down(email, status=S.FAILED, error=str(fault)[:500])
    logger.error(
        "Mail %s (%s) failed, try %s: %s",
        email.pk,
        email.template,
        email.attempts,
        without_addresses(fault),
        extra=fields_of(email),
    )


def empty_lapsed() -> int:
    """A code that nobody can use any more is not sent, and does not rest in the queue."""
    waits = Q(status__in=[S.QUEUED, S.HELD]) | Q(status=S.SENDING, lease_until__lte=Now())
    kept = Q(status=S.FAILED) & ~Q(text="")
    lapsed = EmailLog.objects.filter(waits | kept, lapses_at__lte=Now())
    number = lapsed.update(
        status=S.FAILED,
        lease_until=None,
        not_before=None,
        text="",
        html="",
    )
    if number:
        logger.warning("%s mails with a code that has lapsed were emptied", number)
    return number


def fields_of(email: EmailLog) -> dict[str, Any]:
    """By which a line of JSON is found."""
    return {"mail": email.pk, "kind": email.template}


def without_addresses(fault: Fault) -> str:
    """What the server said, as a log may keep it."""
    return ADDRESS.sub("…", str(fault))
