"""What the desk at the door sees: who is here, and whose code that is."""

from dataclasses import dataclass

from django.http import Http404

from hackathon.models import Event, User
from hackathon.web.qr import draw_qr
from teams.door import policy
from teams.participants.models.participant import Participant, plain_code


@dataclass(frozen=True)
class Count:
    arrived: int
    expected: int


def staffed_or_404(event: Event, user: User) -> None:
    """The desk is the organisers'; for anyone else it does not exist."""
    if not policy.CHECK_IN.may(user, event):
        raise Http404


def count(event: Event) -> Count:
    expected = event.participants.filter(status=Participant.Status.CONFIRMED)
    return Count(expected.filter(arrived_at__isnull=False).count(), expected.count())


def last_arrivals(event: Event) -> list[Participant]:
    arrived = event.participants.exclude(arrived_at=None).select_related("user")
    return list(arrived.order_by("-arrived_at", "-pk")[:10])


def participant_behind(event: Event, typed: str) -> Participant | None:
    """Whose code that is, however it was typed or scanned."""
    found = event.participants.filter(code=plain_code(typed)).select_related("user").first()
    if found:
        found.event = event
    return found


def badge(participant: Participant) -> str:
    """The participant's code as a picture that a phone can scan."""
    return draw_qr(participant.code, scale=6, border=3)
