"""What people decide about mails: hold, release, send again, another address.

Each is an operation on the event whose mails they are; mails about no event are for those who run
the site. The reason stands in the mail's row, because the log keeps nobody's words.
"""

from collections.abc import Callable, Collection

from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.models.audit import OutboxMessage
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User
from hackathon.kernel.operations import Record, database_clock
from hackathon.kernel.texts import fitting
from hackathon.mail import policy
from hackathon.mail.models.mail import EmailLog, new_message_id

S = EmailLog.Status
HOLD, RELEASE, RESEND, DROP = "hold", "release", "resend", "drop"


def hold_mails(*, actor: User, event: Event, mails: Collection[int], reason: str) -> int:
    """Keep them from being sent until somebody releases them. Says how many that was."""
    with policy.HOLD_MAIL.begin(actor, event) as record:
        return decide(record, of_event(event, mails), hold, reason)


def release_mails(
    *, actor: User, event: Event, mails: Collection[int] | None = None, reason: str = ""
) -> int:
    """Send what is held; without ``mails`` all of it, and what could not be told for days."""
    with policy.RELEASE_MAIL.begin(actor, event) as record:
        promises = OutboxMessage.objects.filter(entry__event=event)
        return decide(record, of_event(event, mails), release, reason, promises, mails is None)


def resend_mails(*, actor: User, event: Event, mails: Collection[int], reason: str) -> int:
    """Send once more what failed, or what has gone out and got lost elsewhere."""
    with policy.RESEND_MAIL.begin(actor, event) as record:
        return decide(record, of_event(event, mails), resend, reason)


def drop_mails(*, actor: User, event: Event, mails: Collection[int], reason: str) -> int:
    """Decide that they are not sent; what they said goes."""
    require_words(reason)
    with policy.DROP_MAIL.begin(actor, event) as record:
        return decide(record, of_event(event, mails), drop, reason)


def readdress_mail(*, actor: User, event: Event, mail: int, address: str, reason: str) -> int:
    """Send it to another address, for somebody without an account whose address was mistyped.

    Raises StateConflict for somebody with an account: mails go to the address that they proved.
    """
    validate_email(address)

    def write(row: EmailLog) -> None:
        if row.reader_id:
            raise StateConflict(
                _("This person has an account. They change the address there; then send it again.")
            )
        if row.status == S.SENT:
            raise StateConflict(
                _("This mail has been sent already. Invite the person at the new address.")
            )
        row.recipient = address
        queue_again(row)

    require_words(reason)
    with policy.READDRESS_MAIL.begin(actor, event) as record:
        return decide(record, of_event(event, [mail]), write, reason)


def decide_site_mails(
    *, actor: User, act: str, mails: Collection[int] | None, reason: str = ""
) -> int:
    """The same about mails that are about no event; release without ``mails``: all that is held."""
    acts = {HOLD: hold, RELEASE: release, RESEND: resend, DROP: drop}
    rows = EmailLog.objects.filter(Q(entry=None) | Q(entry__event=None))
    rows = rows if mails is None else rows.filter(pk__in=mails)
    with policy.DECIDE_SITE_MAIL.begin(actor, None) as record:
        record.about(actor, act=act)
        promises = OutboxMessage.objects.filter(entry__event=None)
        is_all = act == RELEASE and mails is None
        return decide(record, rows, acts[act], reason, promises, is_all)


def of_event(event: Event, mails: Collection[int] | None) -> QuerySet[EmailLog]:
    rows = EmailLog.objects.filter(entry__event=event)
    return rows if mails is None else rows.filter(pk__in=mails)


def decide(
    record: Record,
    rows: QuerySet[EmailLog],
    write: Callable[[EmailLog], None],
    reason: str,
    promises: QuerySet[OutboxMessage] | None = None,
    is_all: bool = False,
) -> int:
    """Of all, those that are held; of some, each, or StateConflict says why not."""
    rows = rows.filter(status=S.HELD) if is_all else rows
    found = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
    if not found and not is_all:
        raise StateConflict(_("This no longer exists."))
    for row in found:
        if row.status == S.SENDING:
            raise StateConflict(_("This mail is being sent at this moment."))
        write(row)
        row.reason = fitting(reason, 300)
        row.save()
    freed = 0
    if is_all and promises is not None:
        freed = promises.filter(relayed_at=None, held_at__isnull=False).update(
            held_at=None, failing_since=None, not_before=None
        )
    record.data.update(mails=[row.pk for row in found][:100], number=len(found), promises=freed)
    return len(found) + freed


def hold(row: EmailLog) -> None:
    if row.status != S.QUEUED:
        raise StateConflict(_("Only what waits to be sent can be held."))
    row.status, row.not_before = S.HELD, None


def release(row: EmailLog) -> None:
    if row.status != S.HELD:
        raise StateConflict(_("Only what is held can be released."))
    queue_again(row)


def resend(row: EmailLog) -> None:
    """What has gone out gets another Message-ID: a second copy would be thrown away."""
    if row.status not in (S.FAILED, S.SENT):
        raise StateConflict(_("This mail has not been sent yet."))
    if row.status == S.SENT:
        row.message_id = new_message_id()
    queue_again(row)


def drop(row: EmailLog) -> None:
    if row.status not in (S.QUEUED, S.HELD, S.FAILED):
        raise StateConflict(_("This mail has been sent already."))
    row.status, row.text, row.html, row.not_before = S.FAILED, "", "", None


def queue_again(row: EmailLog) -> None:
    """Two more days from now on."""
    if not row.has_words:
        raise StateConflict(
            _("The text of this mail is no longer kept. Whoever needs a code asks for a new one.")
        )
    from_now = {"tried_first_at": None, "not_before": None, "lease_until": None, "sent_at": None}
    for name, value in from_now.items():
        setattr(row, name, value)
    row.status, row.attempts, row.released_at = S.QUEUED, 0, database_clock()


def require_words(reason: str) -> None:
    if not reason.strip():
        raise StateConflict(_("Write the reason."))
