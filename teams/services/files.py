"""Files come into a team's draft and leave it again. Versions keep what they were given."""

from datetime import datetime

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from hackathon.storage import StoredFile
from teams import policy
from teams.models import Attachment, Submission, Team
from teams.services.drafts import draft_of, touch

MOST_FILES = 20
MB = 1024 * 1024


def add_file(
    *,
    actor: User,
    team: Team,
    file: StoredFile,
    kind: str = "pdf",
    media_type: str = "application/pdf",
) -> Attachment:
    """Put a file that is safely stored into the draft."""
    with policy.ADD_FILE.begin(actor, team, lock=[team]) as record:
        attachment = attach(team, actor, record.at, file, kind=kind, media_type=media_type)
        changed(draft_of(team, record.at), actor, record.at)
        record.about(attachment, sha256=file.sha256, size=file.size)
    return attachment


def attach(team: Team, actor: User, at: datetime, file: StoredFile, **about: str) -> Attachment:
    """The file stands in the draft; the team's row is locked, and its draft is the caller's."""
    require_room(team, file)
    return Attachment.objects.create(
        team=team, name=file.name, sha256=file.sha256, size=file.size, uploaded_by=actor,
        created_at=at, **about,
    )  # fmt: skip


def remove_file(*, actor: User, attachment: Attachment) -> Attachment:
    """Take a file out of the draft; versions that hold it keep it."""
    team = attachment.team
    with policy.REMOVE_FILE.begin(actor, attachment, lock=[team, attachment]) as record:
        if attachment.removed_at:
            raise StateConflict(_("This file has been removed already."))
        attachment.removed_at = record.at
        attachment.save(update_fields=["removed_at"])
        changed(draft_of(team, record.at), actor, record.at)
        record.about(attachment)
    return attachment


def changed(submission: Submission, actor: User, at: datetime) -> None:
    touch(submission, actor, ["files"], at)
    submission.save()


def require_room(team: Team, file: StoredFile) -> None:
    """The team's row is locked, so that two files at once cannot both take the last place."""
    held = list(team.attachments.in_draft().values_list("size", flat=True))
    if len(held) >= MOST_FILES:
        raise StateConflict(
            _("A project has at most %(most)d files. Remove one first."),
            params={"most": MOST_FILES},
        )
    if sum(held) + file.size > team.event.max_total_mb * MB:
        raise StateConflict(
            _("Together the files may have %(most)d MB. Remove one first."),
            params={"most": team.event.max_total_mb},
        )
