"""What organisers do with submissions: decide whether they are eligible, take them along."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel
from hackathon.kernel.models.event import Event
from hackathon.kernel.sentences import word_sentences


class Verdict(GuardedModel):
    """What an organiser decided about a submission, and the reason that the team is told."""

    class Kind(models.TextChoices):
        ELIGIBLE = "eligible", _("Eligible")
        TO_CHECK = "to_check", _("To check")
        NOT_ELIGIBLE = "no", _("Not eligible")
        DISQUALIFIED = "out", _("Disqualified")
        RESCUED = "rescued", _("Submitted for the team")
        RECALLED = "recalled", _("Taken back: submitted for the team by mistake")

    submission = models.ForeignKey("teams.Submission", models.CASCADE, related_name="verdicts")
    kind = models.CharField(_("decision"), max_length=8, choices=Kind)
    reason = models.TextField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("decision about a submission")
        verbose_name_plural = _("decisions about submissions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="verdict_has_reason",
                condition=Q(kind="eligible") | ~Q(reason=""),
                violation_error_message=_("Write the reason: the team is told."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def event(self) -> Event:
        return self.submission.team.event


class Bundle(GuardedModel):
    """All submissions of an event as one archive, made in the background."""

    lock_rank = 46
    names_files = ("sha256",)

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="bundles")
    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    lease_until = models.DateTimeField(null=True, editable=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size"), null=True)
    # as the code has it; what is read is worded from ``sentences``
    error = models.CharField(_("reason"), max_length=300, blank=True)
    sentences = models.JSONField(null=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("archive of all submissions")
        verbose_name_plural = _("archives of all submissions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="bundle_one_at_a_time",
                fields=["event"],
                condition=Q(status__in=["waiting", "making"]),
                violation_error_message=_("An archive is being made already. Wait for it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.get_status_display()}"

    @property
    def what_is_wrong(self) -> str:
        """In the reader's language; nothing if it is whole."""
        return word_sentences(self.sentences) or self.error
