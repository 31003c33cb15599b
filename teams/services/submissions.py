"""A submission is written, saved, submitted and submitted again, until the deadline."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from teams import policy
from teams.models import Attachment, Submission, Team, Version
from teams.models.submission import CONTENT
from teams.storage import StoredFile


def save_submission(
    *,
    actor: User,
    team: Team,
    content: Mapping[str, Any],
    revision: int,
    file: StoredFile | None = None,
) -> Submission:
    """Write the draft. A window that has not seen the newest draft is told, not obeyed."""
    with policy.SAVE_SUBMISSION.begin(actor, team, lock=[team]) as record:
        submission = draft_of(team, content, revision, file, record.at)
        submission.save()
        record.about(submission, revision=submission.revision)
    return submission


def submit(
    *,
    actor: User,
    team: Team,
    content: Mapping[str, Any],
    revision: int,
    file: StoredFile | None = None,
) -> Version:
    """Freeze the content as a new version, at the database's instant."""
    with policy.SUBMIT.begin(actor, team, lock=[team]) as record:
        submission = draft_of(team, content, revision, file, record.at)
        submission.move_to(Submission.Status.SUBMITTED)
        submission.submitted_at = record.at
        submission.save()
        version = freeze(submission, actor, record.at)
        record.about(version, version=version.number, sha256=version.sha256)
    return version


def withdraw(*, actor: User, submission: Submission) -> Submission:
    with policy.WITHDRAW.begin(actor, submission, lock=[submission.team, submission]) as record:
        submission.move_to(Submission.Status.WITHDRAWN)
        submission.save()
        record.about(submission)
    return submission


def draft_of(team: Team, content, revision: int, file: StoredFile | None, at) -> Submission:
    """The team's submission with the new content, its file written, itself not yet saved."""
    submission = Submission.objects.filter(team=team).first() or Submission(team=team)
    if submission.revision != revision:
        raise StateConflict(
            _("A team-mate saved changes after you opened this page. Copy your text and reload.")
        )
    for name in CONTENT:
        setattr(submission, name, content.get(name, ""))
    if file:
        submission.attachment = Attachment.objects.create(
            team=team, name=file.name, sha256=file.sha256, size=file.size, created_at=at
        )
    submission.revision += 1
    submission.saved_at = at
    return submission


def freeze(submission: Submission, actor: User, at) -> Version:
    version = Version(
        submission=submission,
        number=submission.versions.count() + 1,
        submitted_at=at,
        submitted_by=actor,
        attachment=submission.attachment,
        **{name: getattr(submission, name) for name in CONTENT},
    )
    version.sha256 = version.fingerprint
    version.save()
    return version
