"""A submission is written, saved, submitted and submitted again, until the deadline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from hackathon.storage import StoredFile
from teams import policy
from teams.models import Attachment, Submission, Team, Version
from teams.models.submission import CONTENT


def save_submission(
    *,
    actor: User,
    team: Team,
    content: Mapping[str, Any],
    revision: int,
    file: StoredFile | None = None,
    remove_file: bool = False,
) -> Submission:
    """Write the draft. A window that has not seen the newest draft is told, not obeyed."""
    with policy.SAVE_SUBMISSION.begin(actor, team, lock=[team]) as record:
        submission = draft_of(team, content, revision, file, record.at, remove_file)
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
    remove_file: bool = False,
) -> Version:
    """Freeze the content as a new version, at the database's instant."""
    with policy.SUBMIT.begin(actor, team, lock=[team]) as record:
        submission = draft_of(team, content, revision, file, record.at, remove_file)
        version = enter(submission, actor, record.at)
        record.about(version, version=version.number, sha256=version.sha256)
    return version


def submit_draft(*, actor: User, team: Team, revision: int) -> Version:
    """Freeze the draft as it was saved and seen."""
    with policy.SUBMIT.begin(actor, team, lock=[team]) as record:
        submission = seen_draft(team, revision)
        submission.revision += 1
        version = enter(submission, actor, record.at)
        record.about(version, version=version.number, sha256=version.sha256)
    return version


def enter(submission: Submission, actor: User, at: datetime) -> Version:
    submission.move_to(Submission.Status.SUBMITTED)
    submission.submitted_at = at
    submission.save()
    return freeze(submission, actor, at)


def withdraw(*, actor: User, submission: Submission) -> Submission:
    with policy.WITHDRAW.begin(actor, submission, lock=[submission.team, submission]) as record:
        submission.move_to(Submission.Status.WITHDRAWN)
        submission.save()
        record.about(submission)
    return submission


def seen_draft(team: Team, revision: int) -> Submission:
    """The team's submission, if the window that writes has seen its newest state."""
    submission = Submission.objects.filter(team=team).first() or Submission(team=team)
    if submission.revision != revision:
        raise StateConflict(
            _("A team-mate saved changes after you opened this page. Copy your text and reload.")
        )
    return submission


def draft_of(
    team: Team,
    content: Mapping[str, Any],
    revision: int,
    file: StoredFile | None,
    at: datetime,
    remove_file: bool = False,
) -> Submission:
    """The team's submission with the new content, its file written, itself not yet saved."""
    submission = seen_draft(team, revision)
    for name in CONTENT:
        setattr(submission, name, content.get(name, ""))
    if file:
        submission.attachment = Attachment.objects.create(
            team=team, name=file.name, sha256=file.sha256, size=file.size, created_at=at
        )
    elif remove_file:
        submission.attachment = None
    submission.revision += 1
    submission.saved_at = at
    return submission


def freeze(submission: Submission, actor: User, at: datetime) -> Version:
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
