"""What a draft still needs before it can be submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from hackathon.kernel.sentences import Sentence
from teams.submissions.models.question import ProjectQuestion
from teams.submissions.models.submission import Submission
from teams.team.models.team import Team

NOTHING: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Missing:
    """A field that has to be filled, and the sentence that says so."""

    field: str
    sentence: Sentence


def questions_for(team: Team) -> list[ProjectQuestion]:
    """What the organiser asks the teams of this challenge, in order."""
    asked = team.event.project_questions.filter(Q(challenge=None) | Q(challenge=team.challenge_id))
    return list(asked)


def public_questions_for(team: Team) -> list[ProjectQuestion]:
    """Those whose answers everyone reads once the projects are public."""
    return [question for question in questions_for(team) if question.is_public]


def missing_in(submission: Submission, questions: Sequence[ProjectQuestion]) -> list[Missing]:
    answers = {f"q{number}": answer for number, answer in submission.answers.items()}
    written = {"title": submission.title, "summary": submission.summary, **answers}
    return missing_among(written, questions)


def missing_among(
    written: Mapping[str, Any], questions: Sequence[ProjectQuestion]
) -> list[Missing]:
    """The same for what is written but perhaps not yet kept, field by field."""
    needed = [
        Missing("title", Sentence(gettext_noop("Write a title."))),
        Missing("summary", Sentence(gettext_noop("Write a summary."))),
    ]
    for question in questions:
        if question.is_required:
            asked = {"question": question.label}
            sentence = Sentence(gettext_noop("Answer “%(question)s”."), asked)
            needed.append(Missing(question.key, sentence))
    return [part for part in needed if written.get(part.field) in NOTHING]
