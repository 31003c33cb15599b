from django.db import models
from django.utils.translation import gettext_lazy as _

from hackathon.guard import GuardedModel
from hackathon.models import Event


class Award(GuardedModel):
    """A prize, given. Written in deliberation; public only once the event is published."""

    prize = models.OneToOneField("challenges.Prize", models.PROTECT, related_name="award")
    submission = models.ForeignKey("teams.Submission", models.PROTECT, related_name="awards")

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")

    def __str__(self) -> str:
        return f"{self.prize} · {self.submission}"

    @property
    def event(self):
        return self.prize.event


class Standing(GuardedModel):
    """A line of the final ranking, frozen when the results were published."""

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="standings")
    submission = models.ForeignKey("teams.Submission", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=6, decimal_places=3)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(name="standing_once", fields=["event", "submission"])
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.submission}"


class Results(Event):
    """The event as deliberation sees it: the admin page from which winners are published."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = _("results")
