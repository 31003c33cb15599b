"""What was tried in judging and refused stays on record, after what it tried is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_noop

from hackathon.kernel.revisions import Clash
from hackathon.kernel.sentences import (
    Sentence,
    keep_sentences,
    sentences_of,
    source_of,
    source_words,
)
from hackathon.models import Event, User
from judging.scorecards import policy
from judging.scorecards.models import Refusal


def record_refusal(*, actor: User, event: Event, verb: str, reason: object, **data: Any) -> Refusal:
    """Keep a refused attempt as evidence. ``data`` holds ids and numbers, no words of people."""
    said = said_by(reason)
    with policy.RECORD_REFUSAL.begin(actor, event) as record:
        refusal = Refusal.objects.create(
            event=event,
            actor=actor,
            verb=verb,
            data=data,
            reason=source_words(said)[:300],
            sentences=keep_sentences(said),
            refused_at=record.at,
        )
        record.about(refusal, tried=verb)
    return refusal


@contextmanager
def on_record(*, actor: User, event: Event, verb: str, **data: Any) -> Iterator[None]:
    """Whatever the service inside refuses is kept, and goes on to whoever asked; a clash is
    a question, no refusal.

    The service's own transaction must be the whole of what is inside: nothing of it is left.
    """
    try:
        yield
    except Clash:
        raise
    except (ValidationError, PermissionDenied) as refusal:
        record_refusal(actor=actor, event=event, verb=verb, reason=refusal, **data)
        raise


def said_by(reason: object) -> list[Sentence]:
    if isinstance(reason, ValidationError):
        return sentences_of(reason)
    if isinstance(reason, PermissionDenied):
        return [Sentence(gettext_noop("This is not yours to do."))]
    return [Sentence(source_of(reason))]
