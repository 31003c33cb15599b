"""Taking part in an event: answered, agreed, registered, confirmed, withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import Busy, StateConflict
from hackathon.kernel.obstacles import require_clear
from hackathon.models import Event, User
from teams.participants import policy
from teams.participants.models.form import Acceptance, ConsentText
from teams.participants.models.participant import Participant
from teams.participants.selectors import code_among, open_texts, required_texts, to_withdrawing
from teams.participants.services import places
from teams.participants.services.ended_places import end_with_place, give_up_with_place

S = Participant.Status


def save_answers(*, actor: User, event: Event, answers: dict[Any, Any]) -> Participant:
    """Keep what somebody has answered so far: question to value, or to a stored file."""
    with policy.SAVE_ANSWERS.begin(actor, event) as record:
        participant = begin_participation(event, actor, record.at)
        write_answers(participant, answers)
        record.about(participant, questions=sorted(question.pk for question in answers))
    return participant


def begin_participation(event: Event, user: User, at: datetime) -> Participant:
    """The person's row in the event, locked; a new one if they have just begun."""
    rows = Participant.objects.filter(event=event, user=user).select_for_update(no_key=True)
    if not rows.exists():
        Participant.objects.bulk_create(
            [Participant(event=event, user=user, started_at=at)], ignore_conflicts=True
        )
    participant = rows.get()
    participant.event = event
    return participant


def write_answers(participant: Participant, answers: dict[Any, Any]) -> None:
    for question, value in answers.items():
        if question.event_id != participant.event_id:
            raise ValueError("a question of another event")
        kept = {"value": value, "file_name": "", "file_sha256": ""}
        if hasattr(value, "sha256"):
            kept = {"value": None, "file_name": value.name, "file_sha256": value.sha256}
        participant.answers.update_or_create(question=question, defaults=kept)


def apply(
    *,
    actor: User,
    event: Event,
    answers: dict[Any, Any],
    agreed: Sequence[ConsentText] = (),
    code: str = "",
) -> Participant:
    """Register for the event: a place, a decision to wait for, or the waiting list."""
    with policy.APPLY.begin(actor, event, lock=[event]) as record:
        participant = begin_participation(event, actor, record.at)
        if participant.status not in places.TO_BEGIN:
            raise StateConflict(_("You are registered already."))
        if event.needs_code:
            use_code(event, code, record.at)
        write_answers(participant, answers)
        agree(participant, agreed, record.at)
        if required_texts(open_texts(event, participant)):
            raise StateConflict(_("Agree to the texts that are needed to take part."))
        places.admit(participant, record.at)
        record.about(participant, status=participant.status)
    return participant


def use_code(event: Event, typed: str, at: datetime) -> None:
    code = code_among(event.admission_codes.select_for_update(no_key=True), typed, at)
    if code:
        code.uses_left = F("uses_left") - 1
        code.save(update_fields=["uses_left"])
        return
    raise StateConflict(
        _("This code does not work. Type it as it was given to you, or ask for a new one.")
    )


def agree(participant: Participant, texts: Sequence[ConsentText], at: datetime) -> None:
    Acceptance.objects.bulk_create(
        [
            Acceptance(
                participant=participant, text=text, accepted_at=at, language=get_language() or "en"
            )
            for text in texts
            if text.event_id == participant.event_id
        ],
        ignore_conflicts=True,
    )


def agree_to(*, actor: User, participant: Participant, texts: Sequence[ConsentText]) -> None:
    """Agree to texts after registering: a new version, or one that is not required."""
    with policy.AGREE.begin(actor, participant, lock=[participant]) as record:
        agree(participant, texts, record.at)
        record.about(participant, texts=[text.pk for text in texts])


def confirm_place(*, actor: User, participant: Participant) -> Participant:
    """Say yes to an offered place, in time."""
    event = participant.event
    with policy.CONFIRM_PLACE.begin(actor, participant, lock=[event, participant]) as record:
        until = participant.confirm_by if participant.status == S.OFFERED else None
        if until is None or until <= record.at:
            raise StateConflict(_("There is no place to confirm any more; it has moved on."))
        places.confirm(participant, record.at, place=participant.place)
        record.about(participant)
    return participant


def withdraw_from_event(*, actor: User, participant: Participant) -> Participant:
    """Give the place back; it goes to who waits longest. A team goes on without this member."""
    event = participant.event
    seat = event.members.filter(user=participant.user_id).select_related("team")
    member = seat.first()
    locked = [event, participant, *([member.team, member] if member else [])]
    with policy.WITHDRAW_FROM_EVENT.begin(actor, participant, lock=locked) as record:
        require_clear(to_withdrawing(event, participant.user))
        if seat.first() != member:  # taken or given up while this waited for the locks
            raise Busy(_("Somebody else is changing this right now. Try again in a moment."))
        if member:
            give_up_with_place(member, record.at)
        end_with_place(event, participant.user, record.at)
        participant.move_to(S.WITHDRAWN)
        participant.forget_decision()
        participant.is_looking = False
        participant.save()
        offered = places.fill(event, record.at)
        record.about(participant, offered=[p.pk for p in offered], left=member and member.team_id)
    return participant


LOOKING = ("is_looking", "looking_for", "skills", "languages", "challenge")


def look_for_team(*, actor: User, participant: Participant, **said: Any) -> Participant:
    """Whether others see that this person looks for a team, and what they say about it."""
    if refused := said.keys() - set(LOOKING):
        raise ValueError(f"not part of looking for a team: {', '.join(sorted(refused))}")
    with policy.LOOK_FOR_TEAM.begin(actor, participant, lock=[participant]) as record:
        if said.get("is_looking") and not participant.has_place:
            raise StateConflict(_("Take part in the event first; then look for a team."))
        challenge = said.get("challenge")
        if challenge and challenge.event_id != participant.event_id:
            raise StateConflict(_("Choose one of this event's challenges."))
        for name, value in said.items():
            setattr(participant, name, value)
        participant.save(update_fields=list(said))
        record.about(participant, is_looking=participant.is_looking)
    return participant
