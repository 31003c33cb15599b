"""What an event asks of somebody who wants to take part, and what they have answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hackathon.kernel.obstacles import Obstacle
from hackathon.kernel.tokens import hash_of
from hackathon.models import Event, User
from hackathon.web.signed_in import SignedInRequest
from teams.participants.models.form import (
    Acceptance,
    ConsentText,
    EntryAnswer,
    EntryQuestion,
)
from teams.participants.models.participant import AdmissionCode, Participant, plain_code


def participant_of(event: Event, user: User) -> Participant | None:
    participant = Participant.objects.filter(event=event, user=user).first()
    if participant:
        participant.event = event
    return participant


def looking_of(event: Event, user: User) -> Participant | None:
    """What somebody shows to everyone who looks for people."""
    participant = participant_of(event, user)
    return participant if participant and participant.is_looking else None


def places_of(user: User) -> QuerySet[Participant]:
    """Where somebody takes part, or has begun to, the newest event first."""
    return user.takes_part.select_related("event").order_by("-event__hacking_starts_at")


def own_or_404(event: Event, user: User) -> Participant:
    participant = participant_of(event, user)
    if participant is None:
        raise Http404
    return participant


def is_to_register(participant: Participant | None) -> bool:
    """Whether this person has not sent the form yet, or may send it anew."""
    state = Participant.Status
    again = (state.STARTED, state.WITHDRAWN, state.LAPSED)
    return participant is None or participant.status in again


def may_change_answers(event: Event, participant: Participant) -> bool:
    """Whether this person has sent the form, still counts, and was asked anything."""
    if is_to_register(participant) or participant.status == Participant.Status.DECLINED:
        return False
    return event.entry_questions.exists()


@dataclass(frozen=True)
class AnsweredFile:
    name: str
    sha256: str


def answered_file(participant: Participant, question_id: int) -> AnsweredFile | None:
    answer = participant.answers.filter(question=question_id).exclude(file_sha256="").first()
    return AnsweredFile(answer.file_name, answer.file_sha256) if answer else None


def questions_of(event: Event) -> list[EntryQuestion]:
    return list(event.entry_questions.all())


def texts_of(event: Event) -> list[ConsentText]:
    """The newest version of each text, in the order of their kinds."""
    newest = event.consent_texts.order_by("kind", "-version").distinct("kind")
    order = list(ConsentText.Kind)
    return sorted(newest, key=lambda text: order.index(ConsentText.Kind(text.kind)))


def code_among(codes: QuerySet[AdmissionCode], typed: str, at: datetime) -> AdmissionCode | None:
    """The organisers' code that was typed, if it still works."""
    wanted = hash_of(plain_code(typed))
    for code in codes.filter(uses_left__gt=0):
        if hash_of(plain_code(code.code)) == wanted and not (code.expires_at or at) < at:
            return code
    return None


def must_bring_code(event: Event, user: User) -> bool:
    """Whether somebody without a place, signed in or not, needs a code of the organisers."""
    if not event.needs_code:
        return False
    return not user.is_authenticated or is_to_register(participant_of(event, user))


def asks_nothing(event: Event) -> bool:
    """Whether everyone has a place by coming: then joining a team is enough."""
    if event.needs_approval or event.needs_code or event.capacity:
        return False
    needed = event.entry_questions.filter(is_required=True).exists()
    return not needed and not any(text.is_required for text in texts_of(event))


def must_register(event: Event, user: User) -> bool:
    """Whether somebody has to go to the page “Taking part” before a team can take them in."""
    participant = participant_of(event, user)
    if participant and participant.has_place:
        return bool(required_texts(open_texts(event, participant)))
    return not (is_to_register(participant) and asks_nothing(event))


def page_before(event: Event, request: SignedInRequest) -> HttpResponse | None:
    """The way to that page and back; None if nothing is missing."""
    if not must_register(event, request.user):
        return None
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('teams:taking_part', args=[event.slug])}?{back}")


def keep_code(request: HttpRequest, event: Event, code: str) -> None:
    """For the form to register: in the session, because an address would be passed on."""
    request.session["admission_code"] = [event.pk, code]


def kept_code(request: HttpRequest, event: Event) -> str:
    about, code = request.session.get("admission_code", (None, ""))
    return code if about == event.pk else ""


def answers_of(participant: Participant | None) -> dict[str, EntryAnswer]:
    if participant is None:
        return {}
    answers = participant.answers.select_related("question")
    return {answer.question.key: answer for answer in answers}


def is_asked(question: EntryQuestion, values: dict[str, Any]) -> bool:
    """Whether the answers given so far lead to this question."""
    if question.shown_if_id is None:
        return True
    given = values.get(f"q{question.shown_if_id}")
    return question.shown_if_answer.strip().lower() in [str(v).lower() for v in as_list(given)]


def as_list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value in (None, "") else [value]


def acceptances_of(participant: Participant | None) -> QuerySet:
    """Everything that somebody agreed to, also to versions that have been replaced since."""
    return Acceptance.objects.filter(participant=participant).select_related("text")


def open_texts(event: Event, participant: Participant | None) -> list[ConsentText]:
    """Texts in the version that counts now, to which this person has not agreed."""
    agreed = set(acceptances_of(participant).values_list("text", flat=True))
    return [text for text in texts_of(event) if text.pk not in agreed]


def required_texts(texts: Iterable[ConsentText]) -> list[ConsentText]:
    return [text for text in texts if text.is_required]


def line_before(participant: Participant) -> int | None:
    """How many people wait in front; None for who is not in line."""
    waiting = Participant.objects.filter(event=participant.event).in_line()
    line = list(waiting.values_list("pk", flat=True))
    return line.index(participant.pk) if participant.pk in line else None


def places_left(event: Event) -> int | None:
    """How many places are free; None if there is no limit."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - event.participants.seated().count())


def of_withdrawal(event: Event, user: User) -> Obstacle | None:
    """Who has given their place back returns by an act of their own alone."""
    gone = (Participant.Status.WITHDRAWN, Participant.Status.LAPSED)
    if not event.participants.filter(user=user, status__in=gone).exists():
        return None
    return Obstacle(
        _("%(person)s takes no part in the event any more. Only they can register again.")
        % {"person": user}
    )


def to_withdrawing(event: Event, user: User) -> Obstacle | None:
    """Who leads a team that goes on hands it over first."""
    seat = event.members.filter(user=user, is_captain=True).select_related("team").first()
    if seat is None or seat.team.members.count() == 1:
        return None
    seat.team.event = event
    return Obstacle(
        _("You lead a team. Hand it over to another member, then you can withdraw."),
        seat.team.get_absolute_url(),
        _("Open the team"),
    )
