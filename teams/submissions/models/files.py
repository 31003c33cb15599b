"""The files of a team: on their way in, in the draft, and frozen with a version."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import NEVER_CHANGES, GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event, FileKind
from hackathon.kernel.sentences import word_sentences


class AttachmentQuerySet(GuardedQuerySet):
    def in_draft(self) -> Self:
        return self.filter(removed_at=None)


class Attachment(GuardedModel):
    """A file on disk, named by what it holds. Its own name is kept only to be shown.

    It belongs to the team's draft until it is removed; versions that hold it keep it.
    """

    lock_rank = 45
    names_files = ("sha256",)

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=FileKind, default=FileKind.PDF)
    media_type = models.CharField(max_length=100, default="application/pdf")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def event(self) -> Event:
        return self.team.event


class VersionFile(GuardedModel):
    """A file as it was handed in with a version."""

    version = models.ForeignKey("teams.Version", models.PROTECT, related_name="version_files")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="in_versions")
    position = models.PositiveSmallIntegerField()

    class Meta:
        triggers = [NEVER_CHANGES]
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="version_file_once", fields=["version", "attachment"]),
            models.UniqueConstraint(
                name="version_file_position_once", fields=["version", "position"]
            ),
        ]

    def __str__(self) -> str:
        return str(self.attachment)


class UploadQuerySet(GuardedQuerySet):
    def under_way(self) -> Self:
        """Neither in a draft yet nor refused."""
        return self.filter(attachment=None, refusal="")


class Upload(GuardedModel):
    """A file on its way in, piece by piece. What has arrived lies beside the finished files."""

    lock_rank = 44

    key = models.CharField(max_length=43, unique=True)  # 256 random bits, part of its address
    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="uploads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    began_at = models.DateTimeField(_("began"))
    attachment = models.OneToOneField(
        Attachment, models.CASCADE, null=True, related_name="upload", editable=False
    )
    # as the code has it; what is read is worded from ``sentences``
    refusal = models.CharField(max_length=300, blank=True)
    sentences = models.JSONField(null=True, editable=False)

    objects: ClassVar = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return self.name

    @property
    def event(self) -> Event:
        return self.team.event

    @property
    def why(self) -> str:
        """Why it ended, in the reader's language."""
        return word_sentences(self.sentences) or self.refusal

    @property
    def has_ended(self) -> bool:
        return bool(self.attachment_id or self.refusal)
