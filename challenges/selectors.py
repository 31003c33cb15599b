from datetime import date, time
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges import policy
from challenges.models import (
    Challenge,
    ChallengeOwner,
    Figure,
    Milestone,
    Partner,
    Prize,
    Question,
    Quotation,
)
from hackathon.kernel.columns import with_columns
from hackathon.kernel.models.user import Visitor
from hackathon.kernel.readings import (
    Reading,
    column,
    gather_rows,
    reading_of,
)
from hackathon.models import Event, Organiser, User

shown_challenges = reading_of(Challenge, "id", "slug", "title", "question")
shown_partners = reading_of(Partner, "name", "role", "url")
shown_figures = reading_of(Figure, "value", "label")
shown_milestones = reading_of(Milestone, "day", "starts_at", "title")
shown_quotations = reading_of(Quotation, "text", "author", "function")
FACTS = {
    "challenges": shown_challenges,
    "figures": shown_figures,
    "milestones": shown_milestones,
    "partners": shown_partners,
    "quotations": shown_quotations,
}


@Reading
def shown_prizes(language: str) -> str:
    columns = ", ".join(column(Prize, name, language, "p") for name in ("title", "reward"))
    return f"""
        SELECT p.challenge_id, {columns} FROM challenges_prize p
        JOIN challenges_challenge c ON c.id = p.challenge_id
        WHERE c.event_id = %s ORDER BY p.rank"""  # noqa: S608 - our own names


def challenges_of(event: Event) -> QuerySet[Challenge]:
    return event.challenges.all()


def challenges_with_prizes(event: Event) -> list[tuple[Any, list[Any]]]:
    prizes: dict[int, list[Any]] = {}
    for prize in shown_prizes(event.pk):
        prizes.setdefault(prize.challenge_id, []).append(prize)
    return [(row, prizes.get(row.id, [])) for row in shown_challenges(event.pk)]


def next_rank(challenge: Challenge) -> int:
    """The order of a prize that comes after the challenge's others."""
    last = challenge.prizes.aggregate(last=Max("rank"))["last"]
    return (last or 0) + 1


def challenge_or_404(event: Event, slug: str) -> Challenge:
    return get_object_or_404(event.challenges, slug=slug)


def partners_of(event: Event) -> list[Any]:
    return shown_partners(event.pk)


def facts_of(event: Event, more: dict[str, Reading]) -> dict[str, list[Any]]:
    """What the organiser tells on the event's public page, and what upper floors add to it."""
    found = gather_rows({**FACTS, **more}, event.pk)
    for item in found["milestones"]:
        item.day = date.fromisoformat(item.day)
        item.starts_at = time.fromisoformat(item.starts_at) if item.starts_at else None
    return found


@Reading
def shown_questions(language: str) -> str:
    """What all may read, and what the reader has asked: nothing in a row tells who asked it."""
    return """
        SELECT q.text, q.answer, q.language, q.asked_at, q.answered_at, q.published_at,
            u.name AS author
        FROM challenges_question q LEFT JOIN hackathon_user u ON u.id = q.answered_by_id
        WHERE q.challenge_id = %s AND (q.published_at IS NOT NULL OR q.asked_by_id = %s)
        ORDER BY q.published_at, q.asked_at"""


def questions_shown(challenge: Challenge, reader: Visitor) -> list[Any]:
    return shown_questions(challenge.pk, reader.pk)


def answerable_or_404(event: Event, slug: str, reader: User) -> Challenge:
    """The challenge, for whoever may answer questions about it."""
    challenge = challenge_or_404(event, slug)
    challenge.event = event
    if not policy.may_answer(reader, challenge):
        raise Http404
    return challenge


def question_or_404(challenge: Challenge, question_id: int) -> Question:
    question = get_object_or_404(challenge.questions, pk=question_id)
    question.challenge, question.event = challenge, challenge.event
    return question


def questions_of(challenge: Challenge) -> QuerySet[Question]:
    return challenge.questions.select_related("answered_by")


def answered_by(event: Event, user: User) -> list[Challenge]:
    """The challenges that this person answers for: as an owner, which ``is_owned`` says, or as an
    organiser because nobody owns them. ``waiting`` questions have no answer yet.
    """
    owns = Exists(ChallengeOwner.objects.filter(challenge=OuterRef("pk"), user=user.pk))
    has_owner = Exists(ChallengeOwner.objects.filter(challenge=OuterRef("pk")))
    organises = Exists(Organiser.objects.filter(event=OuterRef("event"), user=user.pk))
    own = event.challenges.filter(owns | (organises & ~has_owner))
    waiting = Count("questions", filter=Q(questions__answered_at=None))
    return list(with_columns(own, waiting=waiting, is_owned=owns))


def unanswered_by(event: Event, user: User) -> list[Challenge]:
    """Those of them with questions that wait for this person."""
    return [challenge for challenge in answered_by(event, user) if challenge.waiting]


def owned_by(user: User) -> QuerySet[Challenge]:
    """The challenges whose questions this person answers, the newest event first."""
    owned = Challenge.objects.filter(owners__user=user).select_related("event")
    return owned.order_by("-event__hacking_starts_at", "position")
