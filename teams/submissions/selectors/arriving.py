"""Uploads as pages see them: what has arrived, and until when the rest can follow."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from hackathon.files import incoming
from hackathon.models import Event, User
from teams.submissions.models.files import Upload
from teams.team.models.team import Team

DAY = timedelta(days=1)


@dataclass(frozen=True)
class ComingFile:
    """An upload under way, as its team sees it."""

    key: str
    name: str
    size: int
    percent: int
    who: str
    remove_url: str


def upload_or_404(event: Event, member: User, key: str) -> Upload:
    """An upload exists for the members of its team alone."""
    uploads = Upload.objects.filter(team__event=event, team__in=event.teams.of(member))
    upload = get_object_or_404(uploads.select_related("team__challenge"), key=key)
    upload.team.event = event
    return upload


def offset_of(upload: Upload) -> int:
    """How much has arrived for good; the last byte counts with the file's place in the draft."""
    return (
        upload.size if upload.attachment_id else min(incoming.size_of(upload.key), upload.size - 1)
    )


def last_moved(upload: Upload) -> datetime:
    moved = datetime.fromtimestamp(incoming.moved_at(upload.key), UTC)
    return max(moved, upload.began_at)


def expires_at(upload: Upload) -> datetime:
    return last_moved(upload) + DAY


def coming_files(team: Team) -> list[ComingFile]:
    uploads: QuerySet[Upload] = team.uploads.under_way().select_related("user").order_by("pk")
    return [
        ComingFile(
            key=upload.key,
            name=upload.name,
            size=upload.size,
            percent=100 * offset_of(upload) // upload.size,
            who=str(upload.user),
            remove_url=reverse("teams:end_upload", args=[team.event.slug, upload.key]),
        )
        for upload in uploads
    ]
