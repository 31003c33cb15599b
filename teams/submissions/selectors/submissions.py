from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hackathon.kernel.columns import column_of
from hackathon.models import Event
from teams.submissions.models.files import Attachment
from teams.submissions.models.question import ProjectQuestion
from teams.submissions.models.submission import (
    CONTENT,
    Attempt,
    Submission,
    Version,
    fingerprint_of,
)
from teams.team.models.team import Team


def kept_drafts(team: Team) -> QuerySet[Submission]:
    """What teams that came to this one had written, when this one had a draft already."""
    return Submission.objects.filter(team__merged_into=team).select_related("team")


def kept_draft_or_404(team: Team, submission_id: int) -> Submission:
    return get_object_or_404(kept_drafts(team), pk=submission_id)


def file_or_404(team: Team, file_id: int) -> Attachment:
    attachment = get_object_or_404(team.attachments, pk=file_id)
    attachment.team = team
    return attachment


def submission_of(team: Team) -> Submission | None:
    submission = Submission.objects.filter(team=team).select_related("saved_by").first()
    if submission:
        submission.team = team
    return submission


def draft_or_404(team: Team) -> Submission:
    submission = submission_of(team)
    if submission is None:
        raise Http404
    return submission


def content_of(submission: Submission | None) -> dict[str, Any]:
    """What the form starts from; ``revision`` is the state that its reader has seen."""
    if submission is None:
        return {"revision": 0}
    content = {name: getattr(submission, name) for name in CONTENT}
    answers = {f"q{number}": answer for number, answer in content.pop("answers").items()}
    return {**content, **answers, "revision": submission.revision}


def told_answers(content: Any, questions: Sequence[ProjectQuestion]) -> list[tuple[str, str]]:
    """Each question that was answered, with the answer in words."""
    told = [(q.label, q.told(content.answers.get(str(q.pk)))) for q in questions]
    return [(label, answer) for label, answer in told if answer]


def versions_of(submission: Submission | None) -> list[Version]:
    if submission is None:
        return []
    return list(submission.versions.on_record().select_related("submitted_by", "recall"))


def standing_version(submission: Submission) -> Version | None:
    """The version that counts, if the submission stands."""
    return submission.versions.standing().last()


def is_unsubmitted(draft: Submission | None) -> bool:
    """Whether a team that has submitted has written on since; that does not count yet."""
    if draft is None or draft.status != Submission.Status.SUBMITTED:
        return False
    last = standing_version(draft)
    return last is not None and has_changed_since(draft, last)


def has_changed_since(draft: Submission, version: Version) -> bool:
    return fingerprint_of(draft, list(draft.files)) != version.sha256


def version_or_404(team: Team, number: int) -> Version:
    versions = Version.objects.on_record().filter(submission__team=team)
    versions = versions.select_related("submitted_by", "submission", "recall")
    version = get_object_or_404(versions, number=number)
    version.submission.team = team
    return version


def version_before(version: Version) -> Version | None:
    """The one that counted before; if none did, the one that was taken back."""
    earlier = version.submission.versions.on_record().filter(number__lt=version.number)
    return earlier.standing().last() or earlier.last()


def texts_of(version: Version, questions: list[ProjectQuestion]) -> dict[str, str]:
    """Everything that a team handed in, by its label, as text."""
    fields = [name for name in CONTENT if name != "answers"]
    label = {name: str(capfirst(column_of(Version, name).verbose_name)) for name in fields}
    texts = {label[name]: getattr(version, name) for name in fields}
    texts[label["technologies"]] = ", ".join(version.technologies)
    files = [f"{file.name} ({file.sha256[:12]})\n" for file in version.files]
    return texts | dict(told_answers(version, questions)) | {str(_("Files")): "".join(files)}


def entered_versions(event: Event) -> QuerySet[Version]:
    """What each team has entered into this event."""
    return entered_in([event])


def entered_in(events: Collection[Event]) -> QuerySet[Version]:
    """The same in several events."""
    versions = Version.objects.entered().filter(submission__team__event__in=events)
    return versions.select_related("submission__team")


def version_file_or_404(version: Version, file_id: int) -> Attachment:
    """A file that was handed in with this very version."""
    return get_object_or_404(Attachment, in_versions__version=version, pk=file_id)


def attempts_of(team: Team) -> QuerySet[Attempt]:
    return team.attempts.select_related("made_by", "version").order_by("-pk")


def version_behind(event: Event, submission_id: int, number: int) -> Version | None:
    """The version that a receipt speaks of, if it is this event's."""
    rows = Version.objects.on_record().filter(
        submission__team__event=event, submission=submission_id
    )
    return rows.filter(number=number).select_related("submission__team__event").first()
