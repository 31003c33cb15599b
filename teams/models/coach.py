from django.db import models
from django.utils.translation import gettext_lazy as _

from hackathon.guard import GuardedModel


class Coach(GuardedModel):
    """Somebody from the field who answers teams' questions."""

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="coaches")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("coach")
        verbose_name_plural = _("coaches")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
