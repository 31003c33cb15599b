import hashlib
import json

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hackathon.errors import StateConflict
from hackathon.guard import GuardedModel, GuardedQuerySet

CONTENT = ("title", "summary", "description", "repository_url", "demo_url", "video_url")


class Attachment(GuardedModel):
    """A file on disk, named by what it holds. Its own name is kept only to be shown."""

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name

    @property
    def event(self):
        return self.team.event


class Content(GuardedModel):
    """What a team writes about its work."""

    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    description = models.TextField(_("description"), max_length=20_000, blank=True)
    repository_url = models.URLField(_("repository"), blank=True)
    demo_url = models.URLField(_("demo"), blank=True)
    video_url = models.URLField(_("video"), blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("PDF")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class SubmissionQuerySet(GuardedQuerySet):
    def judgeable(self):
        return self.filter(status=Submission.Status.SUBMITTED)


class Submission(Content):
    """What a team enters into its challenge: a draft, until it is submitted."""

    lock_rank = 40

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DISQUALIFIED = "disqualified", _("Disqualified")

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED},
        # submitting again adds a version
        Status.SUBMITTED: {Status.SUBMITTED, Status.WITHDRAWN, Status.DISQUALIFIED},
        Status.WITHDRAWN: {Status.SUBMITTED},
        Status.DISQUALIFIED: set(),
    }

    team = models.OneToOneField("teams.Team", models.PROTECT, related_name="submission")
    status = models.CharField(
        _("state"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.CheckConstraint(
                name="submission_submitted_has_time",
                condition=~Q(status="submitted") | Q(submitted_at__isnull=False),
            )
        ]

    @property
    def event(self):
        return self.team.event

    def move_to(self, status: Status) -> None:
        if status not in self.MOVES[self.Status(self.status)]:
            raise StateConflict(
                gettext("A submission cannot go from “%(old)s” to “%(new)s”."),
                params={"old": self.get_status_display(), "new": status.label},
            )
        self.status = status


class VersionQuerySet(GuardedQuerySet):
    def entered(self):
        """The last version of each submission that stands: what jury and public see."""
        standing = self.filter(submission__status=Submission.Status.SUBMITTED)
        return standing.order_by("submission", "-number").distinct("submission")


class Version(Content):
    """A frozen copy of a submission. Judges score a version, never a moving target."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    sha256 = models.CharField(max_length=64, editable=False)
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey("hackathon.User", models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["submission", "number"])
        ]

    @property
    def event(self):
        return self.submission.team.event

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the content in canonical JSON, files by their own SHA-256."""
        content = {name: getattr(self, name) for name in CONTENT}
        content["attachment"] = self.attachment.sha256 if self.attachment else None
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def get_absolute_url(self) -> str:
        team = self.submission.team
        return reverse("teams:receipt", args=[team.event.slug, team.pk, self.number])
