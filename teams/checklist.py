"""What a draft still needs before it can be submitted."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from teams.models import ProjectQuestion, Submission, Team


@dataclass(frozen=True)
class Missing:
    """A field that has to be filled, and the sentence that says so."""

    field: str
    sentence: str


def questions_for(team: Team) -> list[ProjectQuestion]:
    """What the organiser asks the teams of this challenge, in order."""
    asked = team.event.project_questions.filter(Q(challenge=None) | Q(challenge=team.challenge_id))
    return list(asked)


def missing_in(submission: Submission, questions: list[ProjectQuestion]) -> list[Missing]:
    missing = []
    if not submission.title:
        missing.append(Missing("title", _("Write a title.")))
    if not submission.summary:
        missing.append(Missing("summary", _("Write a summary.")))
    for question in questions:
        if question.is_required and submission.answers.get(str(question.pk)) in (None, "", []):
            sentence = _("Answer “%(question)s”.") % {"question": question.label}
            missing.append(Missing(question.key, sentence))
    return missing
