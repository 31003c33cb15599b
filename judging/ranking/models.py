from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import NEVER_CHANGES, GuardedModel
from hackathon.kernel.models.event import Event


class Calculation(GuardedModel):
    """A challenge's ranking as it was computed, named by the hash of what went in."""

    challenge = models.ForeignKey(
        "challenges.Challenge", models.PROTECT, related_name="calculations"
    )
    sheet = models.ForeignKey(
        "judging.RuleSheet", models.PROTECT, null=True, related_name="calculations"
    )
    inputs_sha256 = models.CharField(max_length=64)
    result = models.JSONField()
    # Who would be first without each judge who marked here: computed when somebody asks for it.
    left_out = models.JSONField(null=True)
    computed_at = models.DateTimeField(_("computed"))
    # When whoever decides was written to about the ties in it.
    ties_told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calculation")
        verbose_name_plural = _("calculations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="calculation_once", fields=["challenge", "inputs_sha256"])
        ]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.inputs_sha256[:12]}"


class CalculationJob(GuardedModel):
    """Something to compute from the marks that is not kept yet, with a lease.

    One worker computes it at a time; what fails is tried again, with growing pauses. Claimed and
    settled outside the log: it decides nothing.
    """

    lock_rank = 47

    class Kind(models.TextChoices):
        RANKING = "ranking", _("ranking")
        WITHOUT_EACH = "without_each", _("ranking without each judge")

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="calculation_jobs")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.RANKING)
    inputs_sha256 = models.CharField(max_length=64)
    wanted_at = models.DateTimeField(_("wanted"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    not_before = models.DateTimeField(_("tried again"), null=True)
    lease_until = models.DateTimeField(null=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)

    class Meta:
        ordering = ["wanted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="calculation_job_once", fields=["event", "kind", "inputs_sha256"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.kind} · {self.inputs_sha256[:12]}"


class TieDecision(GuardedModel):
    """The president's order of submissions that the ladder left level. Never changed.

    It holds as long as the submissions that it puts in an order are level by the marks that they
    had: ``settles_sha256`` names these lines. The newest for the same lines stands.
    ``inputs_sha256`` names the whole calculation that was looked at.
    """

    challenge = models.ForeignKey(
        "challenges.Challenge", models.PROTECT, related_name="tie_decisions"
    )
    order = ArrayField(models.PositiveBigIntegerField(), verbose_name=_("order"))  # best first
    reason = models.CharField(_("reason"), max_length=300)
    settles_sha256 = models.CharField(max_length=64, blank=True)
    inputs_sha256 = models.CharField(max_length=64)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        triggers = [NEVER_CHANGES]
        verbose_name = _("decision of a tie")
        verbose_name_plural = _("decisions of ties")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="tie_decision_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why: the reason stands in the minutes."),
            ),
            models.CheckConstraint(
                name="tie_decision_orders_two",
                condition=Q(order__len__gte=2),
                violation_error_message=_("A tie is between two projects at least."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.order}"

    @property
    def event(self) -> Event:
        return self.challenge.event
