from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
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
from hackathon.kernel.prepared import Given, Prepared
from hackathon.models import Event, Organiser, User


def all_of(model: type[Model]) -> Prepared:
    """The rows of one table that belong to an event, in the model's own order."""
    return Prepared(lambda: model._default_manager.filter(event=Given("event")))


FACTS = {
    "figures": all_of(Figure),
    "milestones": all_of(Milestone),
    "partners": all_of(Partner),
    "quotations": all_of(Quotation),
}


@Prepared
def challenges_in_lists() -> QuerySet[Challenge]:
    return Challenge.objects.filter(event=Given("event")).only("slug", "title", "question")


def shown_challenges(event: Event) -> list[Challenge]:
    """The challenges as lists show them: without their briefs."""
    return challenges_in_lists.instances(event=event.pk)


def challenges_of(event: Event) -> QuerySet[Challenge]:
    return event.challenges.all()


def challenges_with_prizes(event: Event) -> list[tuple[Challenge, list[Prize]]]:
    challenges = shown_challenges(event)
    prizes = Prize.objects.only("challenge", "title", "reward").order_by("rank")
    prefetch_related_objects(challenges, Prefetch("prizes", prizes))
    return [(challenge, list(challenge.prizes.all())) for challenge in challenges]


def next_rank(challenge: Challenge) -> int:
    """The order of a prize that comes after the challenge's others."""
    last = challenge.prizes.aggregate(last=Max("rank"))["last"]
    return (last or 0) + 1


def challenge_or_404(event: Event, slug: str) -> Challenge:
    return get_object_or_404(event.challenges, slug=slug)


def partners_of(event: Event) -> list[Partner]:
    return FACTS["partners"].instances(event=event.pk)


def facts_of(event: Event) -> dict[str, list[Any]]:
    """What the organiser tells on the event's public page."""
    facts = {name: rows.instances(event=event.pk) for name, rows in FACTS.items()}
    return {"challenges": shown_challenges(event), **facts}


SHOWN_OF_QUESTIONS = (
    "text",
    "answer",
    "language",
    "asked_at",
    "answered_at",
    "published_at",
    "author",
)


def questions_shown(challenge: Challenge, reader: Visitor) -> list[Any]:
    """What all may read, and what the reader has asked: nothing in a row tells who asked it."""
    shown = challenge.questions.filter(Q(published_at__isnull=False) | Q(asked_by=reader.pk))
    shown = shown.annotate(author=F("answered_by__name")).order_by("published_at", "asked_at")
    return list(shown.values_list(*SHOWN_OF_QUESTIONS, named=True))


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
