"""Who reviews what, wave by wave."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event


class Wave(GuardedModel):
    """A round of reviews: proposed by the system, seen by judges once it is released."""

    lock_rank = 49

    challenge = models.ForeignKey("challenges.Challenge", models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField(_("wave"))
    seed = models.PositiveIntegerField(default=0)
    proposed_at = models.DateTimeField(_("proposed"))
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    # how sure the winner was when this wave was proposed, in thousandths
    certainty = models.PositiveSmallIntegerField(null=True, editable=False)

    # set by the service that releases it
    left: Any

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="wave_number_once", fields=["challenge", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.number}"

    @property
    def event(self) -> Event:
        return self.challenge.event


class AssignmentQuerySet(GuardedQuerySet):
    def open(self) -> Self:
        """Those that stand and that judges may see."""
        return self.filter(ended_at=None, wave__released_at__isnull=False)


class Assignment(GuardedModel):
    """A judge is asked to review a submission. Why, the judge never learns."""

    lock_rank = 58

    class Origin(models.TextChoices):
        PLAN = "plan", _("by the plan")
        HAND = "hand", _("by hand")
        FILLER = "filler", _("to keep the wave blind")

    judge = models.ForeignKey("judging.Judge", models.PROTECT, related_name="assignments")
    submission = models.ForeignKey("teams.Submission", models.PROTECT, related_name="assignments")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="assignments")
    origin = models.CharField(_("how"), max_length=6, choices=Origin, default=Origin.PLAN)
    assigned_at = models.DateTimeField(_("assigned"))
    ended_at = models.DateTimeField(_("taken away"), null=True, editable=False)
    ended_reason = models.CharField(_("why"), max_length=300, blank=True, editable=False)

    # set for the page of the plan
    is_done: bool
    is_begun: bool

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="assignment_once",
                fields=["judge", "submission"],
                condition=Q(ended_at=None),
                violation_error_message=_("This judge has this submission already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.submission}"

    @property
    def event(self) -> Event:
        return self.judge.event
