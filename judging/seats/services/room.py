"""A code shown in the room: who types it asks for a seat, and an organiser says yes or no."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.models import Event, User
from judging.jury.models import Candidate, Judge, RoomCode
from judging.seats import policy
from judging.seats.selectors.own_seat import require_another
from judging.seats.services.jury import next_position

MOST_WAITING = 200
Answer = Candidate.Answer


def open_room(*, actor: User, event: Event, minutes: int) -> RoomCode:
    """A new code; an older one of the event is dead."""
    with policy.OPEN_ROOM.begin(actor, event, lock=[event]) as record:
        event.room_codes.filter(ended_at=None).update(ended_at=record.at)
        code = RoomCode.opening(
            event, made_at=record.at, expires_at=record.at + timedelta(minutes=minutes)
        )
        code.save()
        record.about(code, minutes=minutes)
    return code


def close_room(*, actor: User, event: Event) -> None:
    with policy.CLOSE_ROOM.begin(actor, event, lock=[event]) as record:
        ended = event.room_codes.filter(ended_at=None).update(ended_at=record.at)
        record.about(event, ended=ended)


def ask_for_seat(*, code: RoomCode, name: str, email: str, language: str = "") -> None:
    """Whoever it is, known or not, the asker hears the same; asking twice is asking once."""
    with policy.ASK_FOR_SEAT.begin(None, code, lock=[code]) as record:
        if not code.is_open_at(record.at):
            raise StateConflict(_("This code is not valid. Look at the screen in the room again."))
        waiting = code.event.candidates.filter(answer=Answer.WAITING)
        if waiting.count() >= MOST_WAITING:
            raise StateConflict(_("Too many people are waiting. Speak to an organiser."))
        if not waiting.filter(email=email.lower()).exists():
            Candidate.objects.create(
                event=code.event,
                name=name,
                email=email.lower(),
                asked_at=record.at,
                language=language,
            )
        record.about(code)


def answer_candidate(*, actor: User, candidate: Candidate, accepted: bool) -> Candidate:
    """Yes writes the person down as a judge, and the invitation goes out."""
    known = candidate.event.judges.filter(email=candidate.email).first()
    rows = [candidate, *([known] if known else [])]
    with policy.ANSWER_CANDIDATE.begin(actor, candidate, lock=rows) as record:
        if candidate.answer != Answer.WAITING:
            raise StateConflict(
                _("This has been answered already: %(answer)s."),
                params={"answer": candidate.get_answer_display()},
            )
        candidate.answer = Answer.ACCEPTED if accepted else Answer.DECLINED
        candidate.answered_by, candidate.answered_at = actor, record.at
        candidate.save()
        invited = [let_in(candidate, known, record.at)] if accepted else []
        require_another(record, actor, filter(None, invited))
        record.about(candidate, accepted=accepted, invited=[j.pk for j in invited if j])
    return candidate


def let_in(candidate: Candidate, known: Judge | None, at: datetime) -> Judge | None:
    """The judge to be written to; nobody if they sit on the jury already."""
    if known and known.is_seated:
        return None
    judge = known or Judge(
        event=candidate.event,
        name=candidate.name,
        email=candidate.email,
        position=next_position(candidate.event),
    )
    judge.offer(at)
    judge.language = candidate.language
    judge.save()
    return judge
