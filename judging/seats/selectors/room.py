"""The code shown in the room, and who waits to be let in."""

from hmac import compare_digest

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from hackathon.kernel.operations import seen_at
from hackathon.models import Event, User
from hackathon.web.qr import draw_qr
from judging.jury.models import SHORT_CODE, Candidate, RoomCode, plain_room_code, room_code_hash
from judging.seats import policy

MINUTES = [(15, 15), (60, 60), (240, 240)]


def hosted_or_404(event: Event, user: User) -> None:
    """The room's pages are the organisers'; for anyone else they do not exist."""
    if not policy.OPEN_ROOM.may(user, event):
        raise Http404


def open_code(event: Event) -> RoomCode | None:
    code = event.room_codes.filter(ended_at=None, expires_at__gt=seen_at(event)).first()
    if code:
        code.event = event
    return code


def code_behind(event: Event, typed: str) -> RoomCode | None:
    """The open code that was typed, or that the picture holds; nothing tells which part is wrong.

    Whoever has the picture's letters must have all of them right.
    """
    plain = plain_room_code(typed)
    codes = event.room_codes.filter(code_hash=room_code_hash(plain[:SHORT_CODE]), ended_at=None)
    code = codes.filter(expires_at__gt=seen_at(event)).first()
    if code is None or not compare_digest(code.full[: max(SHORT_CODE, len(plain))], plain):
        return None
    code.event = event
    return code


def page_of(event: Event) -> str:
    """The page where the code is typed, as one reads it from a screen."""
    return settings.SITE_URL + reverse("judging:ask", args=[event.slug])


def address_of(code: RoomCode) -> str:
    """What the picture holds: the page with the code filled in."""
    return f"{page_of(code.event)}?code={code.full}"


def picture_of(code: RoomCode) -> str:
    return draw_qr(address_of(code), scale=8, border=3)


def waiting(event: Event) -> QuerySet[Candidate]:
    return event.candidates.filter(answer=Candidate.Answer.WAITING)


def candidate_or_404(event: Event, candidate_id: int) -> Candidate:
    candidate = get_object_or_404(event.candidates, pk=candidate_id)
    candidate.event = event
    return candidate
