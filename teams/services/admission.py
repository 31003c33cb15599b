"""Who decides on places: the organisers, and the clock."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import Event, User
from teams import policy
from teams.models import AdmissionCode, ConsentText, Member, Participant
from teams.services import places

S = Participant.Status
ACCEPT, WAIT, DECLINE = "accept", "wait", "decline"


def decide(*, actor: User, participant: Participant, decision: str, words: str = "") -> Participant:
    """Accept, put in line or decline; the person is told, with the organiser's words."""
    event = participant.event
    with policy.DECIDE_PARTICIPANT.begin(actor, participant, lock=[event, participant]) as record:
        if decision == ACCEPT:
            accept(participant, record.at)
        else:
            require_no_team(participant)
            participant.move_to(S.WAITING if decision == WAIT else S.DECLINED)
        participant.words = words
        participant.save()
        offered = places.fill(event, record.at) if decision == DECLINE else []
        record.about(
            participant, decision=decision, status=participant.status,
            offered=[p.pk for p in offered],
        )  # fmt: skip
    return participant


def accept(participant: Participant, at: datetime) -> None:
    if not places.has_room(participant.event):
        raise StateConflict(_("All places are taken. Raise the number of places, or let wait."))
    places.offer(participant, at)


def require_no_team(participant: Participant) -> None:
    if Member.objects.filter(event=participant.event, user=participant.user_id).exists():
        raise StateConflict(_("This person is in a team. Take them out of it first."))


def note_participant(*, actor: User, participant: Participant, note: str) -> Participant:
    with policy.NOTE_PARTICIPANT.begin(actor, participant, lock=[participant]) as record:
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

    Returns how many events had something to do. Called by beat; safe to run twice at once.
    """
    now = timezone.now()
    events = Event.objects.filter(participants__status__in=[S.OFFERED, S.WAITING]).distinct()
    return sum([move_up(event, now) + remind_late(event, now) > 0 for event in events])


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
        lapsed = [lapse(row, event) for row in late.select_for_update(no_key=True)]
        offered = places.fill(event, record.at)
        record.about(event, lapsed=lapsed, offered=[p.pk for p in offered])
    return 1


def lapse(participant: Participant, event: Event) -> int:
    participant.event = event
    participant.move_to(S.LAPSED)
    participant.save()
    return participant.pk


def remind_late(event: Event, now: datetime) -> int:
    """One reminder, when half of the time to confirm has passed."""
    soon = now + timedelta(days=event.confirm_days) / 2
    due = event.participants.filter(status=S.OFFERED, reminded_at=None, confirm_by__lte=soon)
    if not policy.REMIND_PARTICIPANT.open_now(event):
        return 0
    return sum(remind(row) for row in due.filter(confirm_by__gt=now).select_related("event"))


def remind(participant: Participant) -> bool:
    with policy.REMIND_PARTICIPANT.begin(None, participant, lock=[participant]) as record:
        if participant.status != S.OFFERED or participant.reminded_at:
            raise StateConflict(_("This person has been reminded."))
        participant.reminded_at = record.at
        participant.save(update_fields=["reminded_at"])
        record.about(participant)
    return True


def save_code(*, actor: User, code: AdmissionCode) -> AdmissionCode:
    """A new code, or another number of uses for one: what is used up stays used up."""
    with policy.EDIT_CODES.begin(actor, code) as record:
        before = AdmissionCode.objects.filter(pk=code.pk).select_for_update(no_key=True).first()
        used = before.uses - before.uses_left if before else 0
        if code.uses < used:
            raise StateConflict(_("%(n)d people have used this code already."), params={"n": used})
        code.uses_left = code.uses - used
        code.save()
        record.about(code, uses=code.uses)
    return code
