from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event


class UnsavedMarksQuerySet(GuardedQuerySet):
    def entered(self) -> Self:
        """Those of which somebody said that they were typed in as a paper scorecard."""
        return self.filter(answer=UnsavedMarks.Answer.ENTERED)


class UnsavedMarks(GuardedModel):
    """What a judge gave on a device and the server did not take, sent for somebody to read.

    None of it counts: whoever leads the panel reads it, and says what became of it.
    """

    lock_rank = 62

    class Answer(models.TextChoices):
        READ = "read", _("read")
        ENTERED = "entered", _("entered as a paper scorecard")

    judge = models.ForeignKey("judging.Judge", models.PROTECT, related_name="unsaved_marks")
    version = models.ForeignKey("teams.Version", models.PROTECT, related_name="unsaved_marks")
    marks = models.JSONField(_("marks"), default=dict)  # a criterion's number to its mark
    remarks = models.TextField(_("comment"), blank=True, max_length=5000)
    was_to_be_handed_in = models.BooleanField(_("was to be handed in"), default=False)
    sent_at = models.DateTimeField(_("sent"))
    answer = models.CharField(
        _("what became of it"), max_length=7, choices=Answer, blank=True, editable=False
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    objects: ClassVar = UnsavedMarksQuerySet.as_manager()

    class Meta:
        verbose_name = _("marks that were not saved")
        verbose_name_plural = _("marks that were not saved")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="unsaved_marks_settled_by_somebody",
                condition=Q(settled_at=None, settled_by=None, answer="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.version}"

    @property
    def event(self) -> Event:
        return self.judge.event
