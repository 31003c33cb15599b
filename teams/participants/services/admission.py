"""Who decides on places: the organisers, and the clock."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.editing import (
    RequireCurrent,
    accept_any,
    copy_fields,
    find_stored,
)
from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.models import Event, User
from teams.participants import policy
from teams.participants.models.form import ConsentText
from teams.participants.models.participant import AdmissionCode, Participant
from teams.participants.services import places
from teams.participants.services.ended_places import end_with_place

S = Participant.Status
PLACES, REMINDERS = "teams.tasks.keep_places_moving", "teams.tasks.keep_places_moving: remind"
ACCEPT, QUEUE, WAIT, DECLINE = "accept", "queue", "wait", "decline"
HAVING_PLACE = (S.OFFERED, S.CONFIRMED)
STATES = {ACCEPT: S.OFFERED, QUEUE: S.WAITING, WAIT: S.WAITING, DECLINE: S.DECLINED}


def decide(*, actor: User, participant: Participant, decision: str, words: str = "") -> Participant:
    """Accept, put in line, let wait or decline; the person is told, with the organiser's words.

    Who is in line gets the next free place from the clock; who waits, from an organiser alone.
    """
    event = participant.event
    with policy.DECIDE_PARTICIPANT.begin(actor, participant, lock=[event, participant]) as record:
        had_place = participant.status in HAVING_PLACE
        if decision == ACCEPT:
            accept(participant, record.at)
        else:
            require_no_team(participant)
            put_aside(participant, decision)
        if decision == DECLINE:
            end_with_place(event, participant.user, record.at)
        participant.is_held = decision == WAIT
        participant.words, participant.decided_at = words, record.at
        participant.save()
        offered = places.fill(event, record.at) if decision == DECLINE else []
        record.about(
            participant,
            decision=decision,
            status=participant.status,
            held=participant.is_held,
            had_place=had_place,
            offered=[p.pk for p in offered],
        )
    return participant


def put_aside(participant: Participant, decision: str) -> None:
    """Wait or decline; somebody who waits may be told to wait on, in line or not."""
    wanted = STATES[decision]
    if not participant.status == wanted == S.WAITING:
        participant.move_to(wanted)


def accept(participant: Participant, at: datetime) -> None:
    if not places.has_room(participant.event):
        raise StateConflict(
            _(
                "All places are taken. Raise the event's number of places, or choose “Put in line” "
                "for this person."
            )
        )
    places.offer(participant, at)


def require_no_team(participant: Participant) -> None:
    if participant.event.members.filter(user=participant.user_id).exists():
        raise StateConflict(
            _(
                "This person is in a team. Take them out of it first: on the page of the team, "
                "under “Put right”."
            )
        )


def note_participant(
    *,
    actor: User,
    participant: Participant,
    note: str,
    require_current: RequireCurrent = accept_any,
) -> Participant:
    """Write down what organisers should know about a participant; nobody else reads it."""
    with policy.NOTE_PARTICIPANT.begin(actor, participant, lock=[participant]) as record:
        require_current(["note"])
        participant.note = note
        participant.save(update_fields=["note"])
        record.about(participant)
    return participant


def publish_consent(*, actor: User, event: Event, text: ConsentText) -> ConsentText:
    """A new text, or a new version of one: whoever agreed to the old one is asked again."""
    with policy.PUBLISH_CONSENT.begin(actor, event, lock=[event]) as record:
        before = event.consent_texts.filter(kind=text.kind).first()
        text.pk, text.event, text.published_at = None, event, record.at
        text.version = before.version + 1 if before else 1
        text.save(force_insert=True)
        record.about(text, kind=text.kind, version=text.version)
    return text


def keep_places_moving() -> int:
    """What time does by itself: overdue offers lapse, free places move on, one reminder goes out.

    Returns how many events and people that were. Called by beat; safe to run twice at once.
    """
    now = timezone.now()
    asked = Event.objects.filter(participants__status__in=[S.OFFERED, S.WAITING])
    events = list(asked.distinct())
    return do_for_each(PLACES, events, lambda event: move_up(event, now)) + do_for_each(
        REMINDERS, late_ones(events, now), remind
    )


def move_up(event: Event, now: datetime) -> int:
    """Lapse and refill one event, if there is anything to do."""
    overdue = event.participants.filter(status=S.OFFERED, confirm_by__lte=now)
    waiting = event.participants.in_line()
    if not policy.MOVE_UP.open_now(event):
        return 0
    if not overdue.exists() and not (waiting.exists() and places.has_room(event)):
        return 0
    with policy.MOVE_UP.begin(None, event, lock=[event]) as record:
        late = event.participants.filter(status=S.OFFERED, confirm_by__lte=record.at)
        lapsed = [lapse(row, event, record.at) for row in late.select_for_update(no_key=True)]
        offered = places.fill(event, record.at)
        record.about(event, lapsed=lapsed, offered=[p.pk for p in offered])
    return 1


def lapse(participant: Participant, event: Event, at: datetime) -> int:
    participant.event = event
    end_with_place(event, participant.user, at)
    participant.move_to(S.LAPSED)
    participant.forget_decision()
    participant.save()
    return participant.pk


def late_ones(events: Iterable[Event], now: datetime) -> Iterator[Participant]:
    """Who gets the one reminder, when half of the time to confirm has passed."""
    for event in events:
        if not policy.REMIND_PARTICIPANT.open_now(event):
            continue
        soon = now + timedelta(days=event.confirm_days) / 2
        due = event.participants.filter(status=S.OFFERED, reminded_at=None)
        yield from due.filter(confirm_by__gt=now, confirm_by__lte=soon).select_related("event")


def remind(participant: Participant) -> bool:
    try:
        with policy.REMIND_PARTICIPANT.begin(None, participant, lock=[participant]) as record:
            if participant.status != S.OFFERED or participant.reminded_at:
                raise StateConflict(_("This person has been reminded."))
            participant.reminded_at = record.at
            participant.save(update_fields=["reminded_at"])
            record.about(participant)
    except (PhaseClosed, StateConflict):
        return False  # somebody answered, or another worker reminded them, in this very moment
    return True


def save_code(
    *,
    actor: User,
    code: AdmissionCode,
    fields: Collection[str] | None = None,
    require_current: RequireCurrent = accept_any,
) -> AdmissionCode:
    """A new code, or another number of uses for one: what is used up stays used up.

    Of a code that is there already only ``fields`` are written, or all if that is None.
    """
    if code.pk is None:
        with policy.EDIT_CODES.begin(actor, code) as record:
            code.uses_left = code.uses
            code.save()
            record.about(code, uses=code.uses)
        return code
    stored = find_stored(code)
    with policy.EDIT_CODES.begin(actor, stored, lock=[stored]) as record:
        require_current(fields or ())
        used = stored.uses - stored.uses_left
        copy_fields(stored, code, None if fields is None else {*fields} - {"uses_left"})
        if stored.uses < used:
            raise StateConflict(
                _("%(n)d people have used this code already."), params={"n": used}, code="uses"
            )
        stored.uses_left = stored.uses - used
        stored.save(update_fields=["uses_left"])
        record.about(stored, uses=stored.uses, fields=sorted(fields or ()))
    return stored
