"""Uploads in pieces that a broken connection, a closed tab or a killed server only delays.

The offset is what lies on disk, and the last byte counts only together with the file's place in
the draft: as long as an upload is not in the draft, nobody is told that it has arrived whole.
"""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hackathon.files import incoming
from hackathon.files.incoming import Part, Readable
from hackathon.files.inspection.names import shown_name
from hackathon.kernel.errors import Busy, StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.operations import database_clock
from hackathon.kernel.sentences import Sentence, keep_sentences, sentences_of, source_words
from hackathon.models import User
from teams.submissions import policy
from teams.submissions.models.files import Upload
from teams.submissions.selectors.arriving import DAY, last_moved, offset_of
from teams.submissions.services.files import (
    add_file,
    require_room,
    require_size,
    stored_as_it_is,
)
from teams.team.models.team import Team


class WrongOffset(Exception):
    """The piece does not follow what is there."""


class Ended(StateConflict):
    """The upload has been refused, removed or swept away."""


class TooMuch(StateConflict):
    """More bytes than the upload said it would have."""


def begin_upload(*, actor: User, team: Team, name: str, size: int) -> Upload:
    """Make room for a file of this size in the team's draft."""
    with policy.BEGIN_UPLOAD.begin(actor, team, lock=[team]) as record:
        if not team.event.file_kinds:
            raise StateConflict(_("This event takes no files."))
        require_size(team, size)
        require_room(team, size)
        upload = Upload.objects.create(
            key=secrets.token_urlsafe(32),
            team=team,
            user=actor,
            name=shown_name(name),
            size=size,
            began_at=record.at,
        )
        record.about(upload, size=size)
    return upload


def receive(*, actor: User, upload: Upload, offset: int, body: Readable, length: int) -> int:
    """Write a piece behind the others; the last one makes the file one of the draft.

    Returns the new offset. A refusal ends the upload, unless trying again may help.
    """
    with incoming.hold_file(upload.key) as part:
        require_under_way(upload, part)
        if offset != offset_of(upload):
            raise WrongOffset
        if offset + length > upload.size:
            raise TooMuch(_("More came than this file should have. Choose it anew."))
        try:
            policy.ADD_FILE.require(actor, upload.team)
            write(part, upload, body, length)
            if part.size < upload.size:
                return part.size
            found = stored_as_it_is(part.path, upload.name, upload.team)
            add_file(actor=actor, team=upload.team, upload=upload, **found)
        except Busy:
            raise
        except ValidationError as refusal:
            settle_upload(actor, upload, sentences_of(refusal))
            part.remove()
            raise
        part.remove()
        return upload.size


def require_under_way(upload: Upload, part: Part) -> None:
    """The file is ours alone now: whatever ended the upload meanwhile can be read."""
    try:
        upload.refresh_from_db()
    except Upload.DoesNotExist as gone:
        part.remove()
        raise Ended(_("This upload has ended already.")) from gone
    if upload.attachment_id:
        part.remove()
        raise Ended(_("This file is in the draft by now."))
    if upload.refusal:
        part.remove()
        raise Ended(upload.why)


def write(part: Part, upload: Upload, body: Readable, length: int) -> None:
    """Bytes that lie there already, of a piece that was never answered, are not written again."""
    if part.size < upload.size:
        part.append(body, length)
    else:
        body.read(length)


def end_upload(*, actor: User, upload: Upload) -> None:
    """Give up an upload: what has arrived of it goes."""
    with incoming.hold_file(upload.key) as part:
        require_under_way(upload, part)
        settle_upload(actor, upload, [Sentence(gettext_noop("This upload was given up."))])
        part.remove()


def settle_upload(actor: User, upload: Upload, said: list[Sentence]) -> None:
    """The upload stays on record for a day, with the sentences that ended it."""
    with policy.END_UPLOAD.begin(actor, upload, lock=[upload]) as record:
        if not upload.has_ended:
            upload.refusal = source_words(said)[:300]
            upload.sentences = keep_sentences(said)
            upload.save(update_fields=["refusal", "sentences"])
        record.about(upload, refused=True)


def sweep_uploads() -> int:
    """Uploads without progress for a day, and the rows of those that ended so long ago."""
    oldest = database_clock() - DAY
    waiting = Upload.objects.filter(began_at__lt=oldest).select_related("team__event")
    return do_for_each(
        "teams.tasks.sweep_files",
        waiting,
        lambda upload: last_moved(upload) < oldest and sweep_upload(upload),
    )


def sweep_upload(upload: Upload) -> bool:
    try:
        with (
            incoming.hold_file(upload.key) as part,
            policy.SWEEP_UPLOAD.begin(None, upload.team, lock=[upload]) as record,
        ):
            record.about(upload.team, upload=upload.pk, ended=upload.has_ended)
            upload.delete()
            part.remove()
    except (incoming.PartBusy, StateConflict):
        return False
    return True


def keys() -> set[str]:
    """What lies under these names among the incoming files belongs to somebody."""
    return set(Upload.objects.under_way().values_list("key", flat=True))
