from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.guard import GuardedModel, GuardedQuerySet

LOWEST, HIGHEST = 1, 5


class Criterion(GuardedModel):
    """One line of the rubric. All marks go from 1 to 5; the weight says how much it counts."""

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="criteria")
    title = models.CharField(_("title"), max_length=80)
    meaning = models.CharField(_("what it means"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1)]
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("rubric")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="criterion_counts",
                condition=Q(weight__gte=1),
                violation_error_message=_("A criterion that counts for nothing is none."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ScorecardQuerySet(GuardedQuerySet):
    def counted(self):
        return self.filter(handed_in_at__isnull=False)


class Scorecard(GuardedModel):
    """One judge's marks for one version: saved often, handed in once."""

    lock_rank = 60

    judge = models.ForeignKey("judging.Judge", models.PROTECT, related_name="scorecards")
    version = models.ForeignKey("teams.Version", models.PROTECT, related_name="scorecards")
    remarks = models.TextField(_("comment for the team"), blank=True, max_length=5000)
    revision = models.PositiveIntegerField(default=0)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, editable=False)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [models.UniqueConstraint(name="scorecard_once", fields=["judge", "version"])]

    def __str__(self) -> str:
        return f"{self.judge} · {self.version}"

    @property
    def event(self):
        return self.judge.event


class Score(GuardedModel):
    """The mark given for one criterion."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("mark"))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="score_once", fields=["scorecard", "criterion"]),
            models.CheckConstraint(
                name="score_in_range",
                condition=Q(value__gte=LOWEST, value__lte=HIGHEST),
                violation_error_message=_("A mark goes from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)
