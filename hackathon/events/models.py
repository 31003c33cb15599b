"""Why an event returned to an earlier phase."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import NEVER_CHANGES, GuardedModel


class Rescheduling(GuardedModel):
    """A move of the timetable that took the event back a phase, and the reason. Never changed."""

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="reschedulings")
    before = models.CharField(_("phase before"), max_length=12)
    after = models.CharField(_("phase after"), max_length=12)
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("return to an earlier phase")
        verbose_name_plural = _("returns to an earlier phase")
        triggers = [NEVER_CHANGES]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason
