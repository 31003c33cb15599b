"""What an organiser asks of the teams in their submissions."""

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from teams import policy
from teams.models import ProjectQuestion, Submission, Version


def save_question(*, actor: User, question: ProjectQuestion) -> ProjectQuestion:
    """Ask something new, or say it better. An answered question keeps what its answers mean."""
    with policy.EDIT_PROJECT_FORM.begin(actor, question) as record:
        if question.challenge and question.challenge.event_id != question.event_id:
            raise StateConflict(_("Choose a challenge of this event."))
        if changes_meaning(question) and is_answered(question):
            raise StateConflict(
                _("Teams have answered this already: only its words can change. Ask a new one.")
            )
        question.save()
        record.about(question)
    return question


def delete_question(*, actor: User, question: ProjectQuestion) -> None:
    with policy.EDIT_PROJECT_FORM.begin(actor, question) as record:
        if is_answered(question):
            raise StateConflict(_("Teams have answered this already: it stays."))
        record.data["deleted"] = question.pk
        record.about(question.event)
        question.delete()


def changes_meaning(question: ProjectQuestion) -> bool:
    """Another kind, other choices or another challenge; adding a choice at the end is none."""
    before = ProjectQuestion.objects.filter(pk=question.pk).first()
    if before is None:
        return False
    is_longer = question.choices[: len(before.choices)] == before.choices
    moved = (question.kind, question.challenge_id) != (before.kind, before.challenge_id)
    return moved or (before.options != question.options and not is_longer)


def is_answered(question: ProjectQuestion) -> bool:
    """In a draft or in a version, which never changes."""
    answered = {"answers__has_key": str(question.pk)}
    drafts = Submission.objects.filter(team__event=question.event_id, **answered)
    versions = Version.objects.filter(submission__team__event=question.event_id, **answered)
    return drafts.exists() or versions.exists()
