import hashlib
import json
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import NEVER_CHANGES, GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event
from hackathon.kernel.sentences import word_sentences
from teams.submissions.models import eligibility
from teams.submissions.models.files import Attachment
from teams.team.models.team import Team

LINKS = ("repository_url", "demo_url", "video_url", "slides_url")
CONTENT = ("title", "summary", "description", *LINKS, "technologies", "answers")


def empty(name: str) -> str | list | dict:
    """What a field of ``CONTENT`` holds before anybody wrote in it."""
    kinds: dict[str, list | dict] = {"technologies": [], "answers": {}}
    return kinds.get(name, "")


class Content(GuardedModel):
    """What a team writes about its work."""

    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    description = models.TextField(_("description"), max_length=20_000, blank=True)
    repository_url = models.URLField(_("repository"), blank=True)
    demo_url = models.URLField(_("demo"), blank=True)
    video_url = models.URLField(_("video"), blank=True)
    slides_url = models.URLField(_("slides"), blank=True)
    technologies = ArrayField(
        models.CharField(max_length=30), verbose_name=_("technologies"), default=list, blank=True
    )
    # a question's number to its answer: text, the number of a choice, or a list of those
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class SubmissionQuerySet(GuardedQuerySet):
    def judgeable(self) -> Self:
        """What stands and has not been ruled out, of teams that were there at the end."""
        return self.filter(eligibility.in_contest())

    def able_to_win(self) -> Self:
        """Of these, what a prize can be given to."""
        return self.filter(eligibility.can_win())


class Submission(Content):
    """What a team enters into its challenge: a draft, until it is submitted."""

    lock_rank = 40

    Status = eligibility.Status
    Triage = eligibility.Triage

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
    triage = models.CharField(
        _("check"), max_length=8, choices=Triage, default=Triage.NEW, editable=False
    )
    revision = models.PositiveIntegerField(default=0)
    # each field's name to the revision in which it last changed
    changed_in = models.JSONField(default=dict, editable=False)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(
        "hackathon.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)

    # what lists read along
    file_count: int
    file_bytes: int | None
    last_number: int | None
    last_origin: str | None

    objects: ClassVar = SubmissionQuerySet.as_manager()

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
    def event(self) -> Event:
        return self.team.event

    @property
    def files(self) -> "QuerySet[Attachment]":
        """The files of the draft, as they stand."""
        return self.team.attachments.in_draft()

    def move_to(self, status: eligibility.Status) -> None:
        if status not in self.MOVES[self.Status(self.status)]:
            raise StateConflict(
                _("A submission cannot go from “%(old)s” to “%(new)s”."),
                params={"old": self.Status(self.status).label, "new": status.label},
            )
        self.status = status


class VersionQuerySet(GuardedQuerySet):
    def standing(self) -> Self:
        """All but those that an organiser submitted for a team and took back."""
        return self.filter(~Exists(Recall.objects.filter(version=OuterRef("pk"))))

    def on_record(self) -> Self:
        """Those, too: for whoever reads what has been, and never what counts."""
        return self.all()

    def entered(self) -> Self:
        """The last version of each submission that stands: what jury and public see."""
        return self.last_of(Submission.objects.judgeable())

    def last_of(self, submissions: QuerySet[Submission]) -> Self:
        """The version that counts of each of these submissions, in the order of those."""
        own = {"submission": OuterRef("submission"), "number__gt": OuterRef("number")}
        newer = Version.objects.standing().filter(**own)
        standing = self.standing().filter(submission__in=submissions.values("pk"))
        return standing.filter(~Exists(newer)).order_by("submission")


class Version(Content):
    """A frozen copy of a submission. Judges score a version, never a moving target."""

    class Origin(models.TextChoices):
        TEAM = "team", _("Submitted by the team")
        CLOCK = "clock", _("The last draft, taken at the deadline")
        ORGANISER = "organiser", _("Submitted by an organiser for the team")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    sha256 = models.CharField(max_length=64, editable=False)
    origin = models.CharField(_("how"), max_length=9, choices=Origin, default=Origin.TEAM)
    in_grace = models.BooleanField(_("within the minutes of grace"), default=False)
    keeps_marks = models.BooleanField(
        _("marks for the version before count on"),
        default=False,
        help_text=_("Until the judge has handed in marks for this one."),
    )
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey("hackathon.User", models.PROTECT, null=True, related_name="+")
    # what the team's draft was when an organiser submitted over it (services.former_drafts)
    draft_before: Any = models.JSONField(null=True, editable=False)

    # read for the pages that tell how far the jury is
    is_early: bool

    objects: ClassVar = VersionQuerySet.as_manager()

    class Meta:
        triggers = [NEVER_CHANGES]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["submission", "number"]),
            models.CheckConstraint(
                name="version_has_somebody_or_the_clock",
                condition=Q(submitted_by__isnull=False) | Q(origin="clock"),
            ),
        ]

    @property
    def event(self) -> Event:
        return self.submission.team.event

    @property
    def team(self) -> Team:
        return self.submission.team

    @property
    def files(self) -> "list[Attachment]":
        """The files that were handed in with it, in the order they had."""
        return [row.attachment for row in self.version_files.select_related("attachment")]

    @property
    def standing_before(self) -> "Version | None":
        """The newest version before this one that nobody has taken back."""
        return self.submission.versions.standing().filter(number__lt=self.number).last()

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self, self.files)

    def get_absolute_url(self) -> str:
        team = self.submission.team
        return reverse("teams:receipt", args=[team.event.slug, team.pk, self.number])


def fingerprint_of(content: Content, files: Any) -> str:
    """SHA-256 of the content in canonical JSON, files by name and their own SHA-256."""
    written = {name: getattr(content, name) for name in CONTENT}
    written["files"] = [[file.name, file.sha256] for file in files]
    canonical = json.dumps(written, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class Recall(GuardedModel):
    """A version that an organiser submitted for the team by mistake: it counts no more.

    The reason stands in the verdict that the team was told.
    """

    version = models.OneToOneField(Version, models.PROTECT, related_name="recall")
    made_by = models.ForeignKey("hackathon.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("when"))

    class Meta:
        triggers = [NEVER_CHANGES]
        verbose_name = _("version taken back")
        verbose_name_plural = _("versions taken back")

    def __str__(self) -> str:
        return str(self.version)

    @property
    def event(self) -> Event:
        return self.version.event


class Attempt(GuardedModel):
    """One try to submit, taken or refused, with its instant. ``key`` is the same in a retry."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("Taken")
        LATE = "late", _("Refused: too late")
        OTHER_BODY = "other", _("Refused: the same attempt with another content")
        REFUSED = "refused", _("Refused")

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="attempts")
    key = models.CharField(max_length=64)
    body_sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="attempts")
    # as the code has it, to be looked for; what is read is worded from ``sentences``
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    sentences = models.JSONField(null=True, editable=False)
    made_by = models.ForeignKey(
        "hackathon.User", models.PROTECT, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("attempt to submit")
        verbose_name_plural = _("attempts to submit")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="attempt_taken_once", fields=["team", "key"], condition=Q(outcome="taken")
            ),
            models.CheckConstraint(
                name="attempt_taken_has_version",
                condition=~Q(outcome="taken") | Q(version__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} · {self.get_outcome_display()}"

    @property
    def why(self) -> str:
        """Why it was refused, in the reader's language."""
        return word_sentences(self.sentences) or self.reason

    @property
    def event(self) -> Event:
        return self.team.event
