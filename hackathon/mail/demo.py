"""The mail that the demonstration sent, for whoever tries it. Mounted only in the demo."""

import email
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

ENVELOPE = b"x-envelope-to:"
MOST_SHOWN = 100


@dataclass(frozen=True)
class Received:
    """One mail, as the page shows it."""

    subject: str
    sender: str
    sent_at: datetime | None
    text: str
    html: str


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Who got mail, and what one of them got, newest first."""
    if not settings.DEMO:
        raise Http404
    address = request.GET.get("to", "").strip().lower()
    envelopes = {file: recipients(file) for file in newest_first()}
    counts = Counter(name for names in envelopes.values() for name in names)
    theirs = [file for file, names in envelopes.items() if address in names]
    context = {
        "address": address,
        "mailboxes": sorted(counts.items()),
        "messages_shown": [read_mail(file) for file in theirs[:MOST_SHOWN]],
        "left_out": max(0, len(theirs) - MOST_SHOWN),
    }
    return render(request, "hackathon/mail/demo_mail.html", context)


def newest_first() -> list[Path]:
    """The names begin with the nanosecond in which a mail arrived."""
    return sorted(Path(settings.DEMO_MAIL_DIR).glob("*.eml"), key=arrival, reverse=True)


def arrival(file: Path) -> tuple[int, str]:
    stem = file.stem.partition("-")[0]
    return (int(stem) if stem.isdecimal() else 0, file.name)


def recipients(file: Path) -> set[str]:
    """The envelope's addresses, which the sink wrote above the mail itself."""
    return set(envelope(file))


def envelope(file: Path) -> Iterator[str]:
    with file.open("rb") as lines:
        for line in lines:
            if not line.lower().startswith(ENVELOPE):
                return
            yield line[len(ENVELOPE) :].decode(errors="replace").strip().lower()


def read_mail(file: Path) -> Received:
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    return Received(
        subject=str(message["subject"] or ""),
        sender=str(message["from"] or ""),
        sent_at=sent_at(message),
        text=part(message, "plain"),
        html=part(message, "html"),
    )


def sent_at(message: EmailMessage) -> datetime | None:
    """When it was sent; a date header without a zone (``-0000``) is in UTC."""
    try:
        at = parsedate_to_datetime(str(message["date"]))
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    try:
        return body.get_content()
    except (LookupError, UnicodeError):
        content = body.get_payload(decode=True)
        return content.decode(errors="replace") if isinstance(content, bytes) else ""
