"""Files come into a team's draft and leave it again. Versions keep what they were given."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hackathon.files import incoming
from hackathon.files.bucket import StorageDown
from hackathon.files.inspection import inspect_file, not_taken
from hackathon.files.inspection.names import shown_name as shown_name
from hackathon.files.storage import StoredFile, keep
from hackathon.kernel.errors import Busy, StateConflict
from hackathon.kernel.models.event import FileKind
from hackathon.models import User
from teams.submissions import policy
from teams.submissions.models.files import Attachment, Upload
from teams.submissions.models.submission import Submission
from teams.submissions.services.drafts import draft_of, touch
from teams.team.models.team import Team

MOST_FILES = 20
MB = 1024 * 1024


class TooLarge(StateConflict):
    """The file, or all of them together, would be more than the event takes."""


def stored_as_it_is(path: Path, name: str, team: Team) -> dict[str, Any]:
    """Look into a file that has arrived whole and store it: what ``attach`` needs of it."""
    with inspect_file(path, name, team.event.file_kinds) as found:
        file = keep(found.path, found.name)
    return {"file": file, "kind": found.kind, "media_type": found.media_type}


def stored_from_form(sent: Any, team: Team) -> dict[str, Any]:
    """The same for a file that came whole with a form."""
    require_size(team, sent.size)
    try:
        with incoming.temporary() as path:
            incoming.write(path, sent.chunks())
            return stored_as_it_is(path, sent.name, team)
    except StorageDown as down:
        raise StateConflict(str(down)) from down
    except OSError as error:
        if not incoming.is_full(error):
            raise
        raise StateConflict(no_room()) from error


def no_room() -> str:
    return gettext(
        "The server has no room for files right now. Your text is kept. Try again later."
    )


def add_file(
    *,
    actor: User,
    team: Team,
    file: StoredFile,
    kind: str = "pdf",
    media_type: str = "application/pdf",
    upload: Upload | None = None,
) -> Attachment:
    """Put a file that is safely stored into the draft, and end the upload that brought it."""
    lock = [team, upload] if upload else [team]
    with policy.ADD_FILE.begin(actor, team, lock=lock) as record:
        require_same(upload, team)
        attachment = attach(
            team, actor, record.at, file, kind=kind, media_type=media_type, upload=upload
        )
        note_changed_files(draft_of(team, record.at), actor, record.at)
        record.about(attachment, sha256=file.sha256, size=file.size)
    return attachment


def attach(
    team: Team,
    actor: User,
    at: datetime,
    file: StoredFile,
    *,
    kind: str = "pdf",
    media_type: str = "application/pdf",
    upload: Upload | None = None,
) -> Attachment:
    """The file stands in the draft; the team's row is locked, and its draft is the caller's."""
    if kind not in team.event.file_kinds:
        raise StateConflict(not_taken(FileKind(kind), team.event.file_kinds).as_message)
    require_size(team, file.size)
    require_room(team, file.size, apart_from=upload)
    attachment = Attachment.objects.create(
        team=team,
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        kind=kind,
        media_type=media_type,
        uploaded_by=actor,
        created_at=at,
    )
    if upload:
        upload.attachment = attachment
        upload.save(update_fields=["attachment"])
    return attachment


def remove_file(*, actor: User, attachment: Attachment) -> Attachment:
    """Take a file out of the draft; versions that hold it keep it."""
    team = attachment.team
    with policy.REMOVE_FILE.begin(actor, attachment, lock=[team, attachment]) as record:
        if attachment.removed_at:
            raise StateConflict(_("This file has been removed already."))
        attachment.removed_at = record.at
        attachment.save(update_fields=["removed_at"])
        note_changed_files(draft_of(team, record.at), actor, record.at)
        record.about(attachment)
    return attachment


def note_changed_files(submission: Submission, actor: User, at: datetime) -> None:
    touch(submission, actor, ["files"], at)
    submission.save()


def require_same(upload: Upload | None, team: Team) -> None:
    """The upload's row is locked: it has not ended meanwhile, nor gone to another team."""
    if upload and upload.team_id != team.pk:
        raise Busy(_("Your team has just changed. Try again."))
    if upload and upload.has_ended:
        raise StateConflict(_("This upload has ended already."))


def require_size(team: Team, size: int) -> None:
    if not size:
        raise ValidationError(_("This file is empty."))
    if size > team.event.max_file_mb * MB:
        raise TooLarge(
            _("This file is larger than %(most)d MB. Make it smaller, or hand in a link to it."),
            params={"most": team.event.max_file_mb},
        )


def require_room(team: Team, size: int, apart_from: Upload | None = None) -> None:
    """What is still being uploaded counts. The team's row is locked, so that two files at once
    cannot both take the last place.
    """
    coming = team.uploads.under_way()
    if apart_from:
        coming = coming.exclude(pk=apart_from.pk)
    held = [*sizes_of(team.attachments.in_draft()), *sizes_of(coming)]
    if len(held) >= MOST_FILES:
        raise StateConflict(
            _("A project has at most %(most)d files. Remove one first."),
            params={"most": MOST_FILES},
        )
    if sum(held) + size > team.event.max_total_mb * MB:
        raise TooLarge(
            _("Together the files may have %(most)d MB. Remove one first."),
            params={"most": team.event.max_total_mb},
        )


def sizes_of(rows: Any) -> Iterable[int]:
    return rows.values_list("size", flat=True)
