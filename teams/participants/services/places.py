"""Places in an event: given, offered to who waits, given back. The event's row is locked."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import Event, User
from teams.participants.models.participant import Participant
from teams.participants.selectors import asks_nothing, of_withdrawal, open_texts, required_texts

S = Participant.Status
TO_BEGIN = (S.STARTED, S.WITHDRAWN, S.LAPSED)
WHY_NOT: dict[str, StrOrPromise] = {
    S.APPLIED: gettext_lazy("The organisers have not decided yet whether you take part."),
    S.WAITING: gettext_lazy("You are on the waiting list: there is no place for you yet."),
    S.OFFERED: gettext_lazy("Confirm your place first, on the page “Taking part”."),
    S.DECLINED: gettext_lazy("The organisers could not give you a place."),
}


def require_place(event: Event, user: User, at: datetime, *, by: User) -> Participant:
    """Whoever enters a team takes part in the event; where it asks nothing, that is enough.

    ``by`` is whose act it is: nobody brings back a person who has withdrawn but that person.
    """
    found = Participant.objects.filter(event=event, user=user)
    participant = found.select_for_update(no_key=True).first()
    if participant and participant.has_place:
        if required_texts(open_texts(event, participant)):
            raise StateConflict(
                gettext_lazy("A text has changed: agree to it first, on the page “Taking part”.")
            )
        return participant
    if participant and by != user and (gone := of_withdrawal(event, user)):
        raise StateConflict(gone.sentence)
    is_free = participant is None or (participant.status in TO_BEGIN and not participant.is_held)
    if is_free and asks_nothing(event):
        return begin_at_once(event, user, participant, at)
    sentence = WHY_NOT.get(participant.status) if participant else None
    raise StateConflict(
        sentence or gettext_lazy("Register for the event first, on the page “Taking part”.")
    )


def begin_at_once(event: Event, user: User, known: Participant | None, at: datetime) -> Participant:
    participant = known or Participant(event=event, user=user, started_at=at)
    participant.applied_at = at
    participant.forget_decision()
    confirm(participant, at, place=None)
    return participant


def next_place(event: Event) -> int | None:
    """The lowest free number; None if all places are taken. For events with a limit."""
    taken = list(event.participants.seated().values_list("place", flat=True))
    capacity = event.capacity or 0
    if len(taken) >= capacity:
        return None
    return next(n for n in range(1, capacity + 1) if n not in set(taken))


def has_room(event: Event) -> bool:
    return event.capacity is None or next_place(event) is not None


def seat(participant: Participant, status: S, place: int | None) -> None:
    event = participant.event
    participant.move_to(status)
    if event.capacity is not None and participant.place is None:
        participant.place = place or next_place(event)
        participant.places = event.capacity


def confirm(participant: Participant, at: datetime, place: int | None) -> None:
    seat(participant, S.CONFIRMED, place)
    participant.confirmed_at = at
    participant.confirm_by = participant.reminded_at = None
    participant.save()


def offer(participant: Participant, at: datetime, place: int | None = None) -> None:
    """A place to be confirmed in time. The one reminder goes out when half of the event's days are
    left; who gets no more than that from the beginning needs none."""
    seat(participant, S.OFFERED, place)
    participant.confirm_by = confirmable_until(participant.event, at)
    is_short = participant.confirm_by - at <= timedelta(days=participant.event.confirm_days) / 2
    participant.reminded_at = at if is_short else None
    participant.save()


def confirmable_until(event: Event, at: datetime) -> datetime:
    """So many days as the event gives, and never beyond the deadline for submissions."""
    until = at + timedelta(days=event.confirm_days)
    return min(until, event.submissions_close_at) if at < event.submissions_close_at else until


def admit(participant: Participant, at: datetime) -> None:
    """Where organisers do not decide: a place if there is one, else the end of the line."""
    event = participant.event
    participant.applied_at = at
    participant.forget_decision()
    is_queueing = event.participants.in_line().exists()
    if event.needs_approval:
        participant.move_to(S.APPLIED)
        participant.save()
    elif has_room(event) and not is_queueing and not participant.is_held:
        confirm(participant, at, place=None)
    else:
        participant.move_to(S.WAITING)
        participant.save()


def fill(event: Event, at: datetime) -> list[Participant]:
    """Offer every free place to who waits longest; returns who got an offer."""
    offered = []
    for participant in event.participants.in_line().select_for_update(no_key=True):
        if not has_room(event):
            break
        participant.event = event
        participant.forget_decision()
        offer(participant, at)
        offered.append(participant)
    return offered
