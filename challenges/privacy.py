"""What somebody who deletes their account gives up first of the offer, and what stays."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from challenges.models import ChallengeOwner, Question
from hackathon.accounts.privacy import (
    Hold,
    empties_account,
    holds_account,
    keeps_of_account,
)
from hackathon.models import User


@holds_account
def who_answers_questions(person: User, now: datetime) -> Iterator[Hold]:
    owned = ChallengeOwner.objects.filter(user=person, challenge__event__published_at=None)
    for own in owned.select_related("challenge__event"):
        sentence = _(
            "You answer questions about “%(challenge)s” (%(event)s). Ask the organisers to name "
            "somebody else."
        )
        said = {"challenge": own.challenge, "event": own.challenge.event}
        yield Hold(sentence % said, own.challenge.get_absolute_url())


@keeps_of_account
def which_questions_stay(person: User) -> Iterator[str]:
    if Question.objects.filter(asked_by=person).exists():
        yield _("Questions that you asked stay with their answers: nobody reads who asked them.")
    if Question.objects.filter(answered_by=person).exists():
        yield _("Answers that you gave about challenges stay, without your name.")


@empties_account
def leave_challenges(person: User) -> None:
    ChallengeOwner.objects.filter(user=person).delete()
