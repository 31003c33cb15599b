from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel
from hackathon.kernel.models.event import Event
from teams.team.models.team import Team


class Ruling(GuardedModel):
    """What an organiser decided about a team, and the reason that the team is told."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="rulings")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("decided"))
    reason = models.TextField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("decision about a team")
        verbose_name_plural = _("decisions about teams")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason

    @property
    def event(self) -> Event:
        return self.team.event
