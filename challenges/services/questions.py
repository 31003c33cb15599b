"""Questions about a challenge are asked, answered, and answered better."""

import hashlib

from django.utils.translation import gettext_lazy as _

from challenges import policy
from challenges.models import UNANSWERED_AT_ONCE, Challenge, ChallengeOwner, Question
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.texts import harmless
from hackathon.models import User


def ask_question(*, actor: User, challenge: Challenge, text: str, language: str) -> Question:
    """In the lowest free slot of the person: the constraint is the limit."""
    with policy.ASK_QUESTION.begin(actor, challenge) as record:
        open_ones = Question.objects.filter(
            event=challenge.event, asked_by=actor, answered_at=None
        ).values_list("slot", flat=True)
        taken = set(open_ones)
        free = next((n for n in range(1, UNANSWERED_AT_ONCE + 1) if n not in taken), None)
        if free is None:
            raise StateConflict(
                _("%(n)d of your questions have no answer yet. Wait for one of them."),
                params={"n": UNANSWERED_AT_ONCE},
            )
        question = Question(
            event=challenge.event,
            challenge=challenge,
            asked_by=actor,
            text=harmless(text),
            language=language,
            slot=free,
            asked_at=record.at,
        )
        question.clean_fields()
        question.save()
        record.about(question, challenge=challenge.pk)
    return question


def answer_question(
    *, actor: User, question: Question, answer: str, publish: bool, revision: int
) -> Question:
    """Answer, or change the answer; ``revision`` is the state that the writer has seen."""
    with policy.ANSWER_QUESTION.begin(actor, question, lock=[question]) as record:
        if question.revision != revision:
            raise StateConflict(_("Somebody else has answered meanwhile. Look at their answer."))
        answer = harmless(answer)
        is_new = question.answer != answer
        question.answer, question.answered_by = answer, actor
        question.answered_at = record.at
        question.published_at = (question.published_at or record.at) if publish else None
        question.revision += 1
        question.clean_fields()
        question.save()
        record.about(
            question,
            new=is_new,
            revision=question.revision,
            published=publish,
            sha256=hashlib.sha256(answer.encode()).hexdigest(),
        )
    return question


def add_owner(*, actor: User, challenge: Challenge, email: str) -> ChallengeOwner:
    with policy.ADD_OWNER.begin(actor, challenge) as record:
        people = User.objects.select_for_update(no_key=True)  # none deletes the account meanwhile
        user = people.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise StateConflict(
                _("Nobody has an account with this address. Ask them to sign up first."),
                code="email",
            )
        owner = ChallengeOwner.objects.create(challenge=challenge, user=user)
        record.about(owner, owner=user.pk)
    return owner


def remove_owner(*, actor: User, owner: ChallengeOwner) -> None:
    with policy.REMOVE_OWNER.begin(actor, owner, lock=[owner]) as record:
        record.about(owner.challenge, removed=owner.user_id)
        owner.delete()
