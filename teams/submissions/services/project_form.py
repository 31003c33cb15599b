"""What an organiser asks of the teams in their submissions."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.editing import (
    RequireCurrent,
    accept_any,
    copy_fields,
    find_stored,
)
from hackathon.kernel.errors import StateConflict
from hackathon.models import User
from teams.submissions import policy
from teams.submissions.models.question import ProjectQuestion
from teams.submissions.models.submission import Submission, Version


def save_question(
    *,
    actor: User,
    question: ProjectQuestion,
    fields: Collection[str] | None = None,
    require_current: RequireCurrent = accept_any,
) -> ProjectQuestion:
    """Ask something new, or say it better. An answered question keeps what its answers mean.

    Of a question that is there already only ``fields`` are written, or all if that is None.
    """
    stored = find_stored(question) if question.pk else question
    locked = [stored] if question.pk else []
    with policy.EDIT_PROJECT_FORM.begin(actor, stored, lock=locked) as record:
        if question.challenge and question.challenge.event_id != question.event_id:
            raise StateConflict(_("Choose a challenge of this event."))
        if changes_meaning(question) and is_answered(question):
            raise StateConflict(
                _(
                    "Teams have answered this already: only its words can change, and what is "
                    "public can be kept from the public. Ask a new one."
                )
            )
        if stored is question:
            question.save()
        else:
            require_current(fields or ())
            copy_fields(stored, question, fields)
        record.about(stored, fields=sorted(fields or ()))
    return stored


def delete_question(*, actor: User, question: ProjectQuestion) -> None:
    with policy.EDIT_PROJECT_FORM.begin(actor, question) as record:
        if is_answered(question):
            raise StateConflict(_("Teams have answered this already: it stays."))
        record.data["deleted"] = question.pk
        record.about(question.event)
        question.delete()


def changes_meaning(question: ProjectQuestion) -> bool:
    """Another kind, other choices or another challenge, or answers that become public.

    Adding a choice at the end is no such change, nor is keeping from the public what was for all.
    """
    before = ProjectQuestion.objects.filter(pk=question.pk).first()
    if before is None:
        return False
    is_longer = question.choices[: len(before.choices)] == before.choices
    moved = (question.kind, question.challenge_id) != (before.kind, before.challenge_id)
    is_opened = question.is_public and not before.is_public
    return moved or is_opened or (before.options != question.options and not is_longer)


def is_answered(question: ProjectQuestion) -> bool:
    """In a draft or in a version, which never changes."""
    answered = {"answers__has_key": str(question.pk)}
    drafts = Submission.objects.filter(team__event=question.event_id, **answered)
    versions = Version.objects.on_record().filter(
        submission__team__event=question.event_id, **answered
    )
    return drafts.exists() or versions.exists()
