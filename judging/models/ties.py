from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.guard import NEVER_CHANGES, GuardedModel


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
    def event(self):
        return self.challenge.event
