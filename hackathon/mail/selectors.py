"""How many mails wait, are held, failed or were sent, for pages; of events, and of the site."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from hackathon.kernel.models.audit import OutboxMessage
from hackathon.kernel.models.clock import ClockFailure
from hackathon.kernel.models.event import Event
from hackathon.kernel.operations import database_clock
from hackathon.mail.models.mail import EmailLog, MailServer

LONGEST_WAIT = timedelta(minutes=10)  # what has waited for longer is told


@dataclass
class MailCounts:
    """Of one event, or of what is about none."""

    waiting: int = 0
    sent: int = 0
    held: int = 0
    failed: int = 0
    oldest: datetime | None = None  # of those that wait
    promises: int = 0  # that could not be kept so far
    oldest_promise: datetime | None = None  # of which no mail has been made yet
    failures: list[ClockFailure] = field(default_factory=list)
    now: datetime | None = None

    @property
    def is_late(self) -> bool:
        return has_waited_long(self.oldest, self.now)

    @property
    def needs_somebody(self) -> bool:
        return bool(self.held or self.failed or self.promises or self.is_late or self.failures)

    def add(self, other: "MailCounts") -> None:
        for name in ("waiting", "sent", "held", "failed", "promises"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("oldest", "oldest_promise"):
            known = [at for at in (getattr(self, name), getattr(other, name)) if at]
            setattr(self, name, min(known, default=None))
        self.failures.extend(other.failures)


def has_waited_long(since: datetime | None, now: datetime | None) -> bool:
    return bool(since and now and since + LONGEST_WAIT <= now)


def mail_counts(
    events: Collection[Event],
    *,
    site: bool = False,
    but: Q | None = None,
    kept: Q | None = None,
) -> dict[int | None, MailCounts]:
    """By the event's number; ``None`` for the site. As many queries for one event as for all.

    ``but``: the rows with an ``entry`` that this reader may not know of; ``kept``: such mails.
    """
    now = database_clock()
    found: dict[int | None, MailCounts] = defaultdict(lambda: MailCounts(now=now))
    counted = about_events("entry__", events, site) & (Q() if but is None else ~but)
    mails = EmailLog.objects.filter(counted)
    mails = mails if kept is None else mails.exclude(kept)
    S = EmailLog.Status  # noqa: N806 - as everywhere
    waits = Q(status__in=[S.QUEUED, S.SENDING])
    for row in mails.values("entry__event").annotate(
        waiting=Count("pk", filter=waits),
        oldest=Min("created_at", filter=waits),
        sent=Count("pk", filter=Q(status=S.SENT)),
        held=Count("pk", filter=Q(status=S.HELD)),
        failed=Count("pk", filter=Q(status=S.FAILED, reason="") & ~is_lapsed()),
    ):
        counts = found[row["entry__event"]]
        for name, value in row.items():
            if name != "entry__event":
                setattr(counts, name, value)
    promised = OutboxMessage.objects.filter(counted, relayed_at=None)
    for event_id, failing, oldest in promised.values_list("entry__event").annotate(
        failing=Count("pk", filter=Q(failing_since__isnull=False)), oldest=Min("entry__at")
    ):
        found[event_id].promises, found[event_id].oldest_promise = failing, oldest
    for failure in ClockFailure.objects.filter(about_events("", events, site)):
        found[failure.event_id].failures.append(failure)
    return found


def count_all_mails() -> MailCounts:
    """The same of all events and the site together."""
    total = MailCounts(now=database_clock())
    for counts in mail_counts(Event.objects.all(), site=True).values():
        total.add(counts)
    return total


def about_events(path: str, events: Collection[Event], site: bool) -> Q:
    of_events = Q(**{f"{path}event__in": [event.pk for event in events]})
    return of_events | Q(**{f"{path}event": None}) if site else of_events


def is_lapsed() -> Q:
    """A code that nobody can use any more asks for no decision."""
    return Q(lapses_at__isnull=False, text="")


def server_trouble() -> MailServer | None:
    """What the mail server says as long as it takes no mails."""
    return MailServer.objects.first()
