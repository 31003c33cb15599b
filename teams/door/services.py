"""At the door: who is here."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.models import Event, User
from teams.door import policy
from teams.participants.models.participant import Participant
from teams.participants.services import places
from teams.participants.services.participation import begin_participation

S = Participant.Status


def check_in(
    *, actor: User, participant: Participant, seen_at: datetime | None = None
) -> tuple[Participant, bool]:
    """Note that somebody has arrived. The second value is whether it was news.

    ``seen_at`` is when the desk saw them, if its network came back only later.
    """
    with policy.CHECK_IN.begin(actor, participant, lock=[participant]) as record:
        if not participant.has_place:
            raise StateConflict(
                _("%(person)s has no place: %(state)s."),
                params={"person": participant, "state": participant.get_status_display()},
            )
        is_news = participant.arrived_at is None
        if is_news:
            participant.arrived_at = min(seen_at or record.at, record.at)
            participant.welcomed_by = actor
            participant.save(update_fields=["arrived_at", "welcomed_by"])
        record.about(participant, news=is_news)
    return participant, is_news


def register_at_desk(*, actor: User, event: Event, name: str, email: str) -> Participant:
    """Somebody who comes without having registered: an account, a place and a badge at once."""
    with policy.REGISTER_AT_DESK.begin(actor, event, lock=[event]) as record:
        user = User.objects.filter(email=email.lower()).first() or new_person(name, email, actor)
        participant = begin_participation(event, user, record.at)
        if not participant.has_place:
            if not places.has_room(event) and participant.place is None:
                raise StateConflict(_("All places are taken. Raise the number of places first."))
            participant.applied_at = participant.applied_at or record.at
            seat_at_once(participant, record.at)
        participant.arrived_at = participant.arrived_at or record.at
        participant.welcomed_by = participant.welcomed_by or actor
        participant.save()
        record.about(participant)
    return participant


def seat_at_once(participant: Participant, at: datetime) -> None:
    """The person stands at the desk: whatever was decided before, here they are.

    What was said with that decision goes with it.
    """
    participant.status = S.CONFIRMED
    participant.confirmed_at = at
    participant.confirm_by = participant.reminded_at = None
    participant.is_held = False
    participant.forget_decision()
    if participant.event.capacity is not None and participant.place is None:
        participant.place = places.next_place(participant.event)
        participant.places = participant.event.capacity


def new_person(name: str, email: str, actor: User) -> User:
    """An account without a password: its owner signs in with a mailed code."""
    return User.objects.create_user(email, name=name, language=actor.language)
