from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.kernel.guard import NEVER_CHANGES, GuardedModel
from hackathon.models import Event

UNDECIDED = "none"  # how a form names a prize about which nothing has been decided


class Award(GuardedModel):
    """What was decided about a prize: who wins it or, for a reason, that nobody does.

    Written in deliberation; public only once the event is published. ``rank`` and
    ``ranking_sha256`` tell what it rested on: the official place, and the ranking it was read from.
    """

    prize = models.OneToOneField("challenges.Prize", models.PROTECT, related_name="award")
    submission = models.ForeignKey(
        "teams.Submission", models.PROTECT, null=True, blank=True, related_name="awards"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    rank = models.PositiveSmallIntegerField(_("place in the ranking"), null=True)
    ranking_sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    # set for the list of awards, and for that of drafted winners
    version: Any
    project: str | None

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.CheckConstraint(
                name="award_without_winner_has_reason",
                condition=Q(submission__isnull=False) | ~Q(reason=""),
                violation_error_message=_("Say why nobody gets the prize: everybody will read it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.prize} · {self.submission or '–'}"

    @property
    def event(self) -> Event:
        return self.prize.event

    @property
    def challenge(self) -> Challenge:
        return self.prize.challenge

    @property
    def mark(self) -> str:
        """Names this decision in a form: another one, or none, has another mark."""
        return f"{self.pk}.{self.revision}"


class Standing(GuardedModel):
    """A line of the final ranking, frozen when the results were published."""

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="standings")
    submission = models.ForeignKey("teams.Submission", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=6, decimal_places=3)
    # Names the calculation that it was frozen from.
    inputs_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(name="standing_once", fields=["event", "submission"])
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.submission}"


class Publication(GuardedModel):
    """What the results page tells, in each language, as it was confirmed.

    The page is written from ``content`` alone, whatever becomes of the rows it was made from;
    it changes by a correction only. ``sha256`` is the fingerprint of all that was confirmed.
    """

    event = models.OneToOneField("hackathon.Event", models.PROTECT, related_name="publication")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self) -> str:
        return str(self.event)


class Correction(GuardedModel):
    """A change of the results page after its publication: what, when and why. Never changed.

    ``changes`` holds for each language lines of what it was about, what stood there, and what
    stands there now; ``before`` is the whole content that was replaced.
    """

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="corrections")
    before = models.JSONField()
    changes = models.JSONField()
    reason = models.CharField(_("reason"), max_length=500)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        triggers = [NEVER_CHANGES]
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="correction_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why: the reason stands on the results page."),
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Results(Event):
    """The event as deliberation sees it: the admin page from which winners are published."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = _("results")
