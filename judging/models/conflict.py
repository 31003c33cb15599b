from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.guard import GuardedModel, GuardedQuerySet


class ConflictQuerySet(GuardedQuerySet):
    def standing(self):
        """Those that keep a judge away from a team."""
        return self.filter(state=Conflict.State.STANDS)

    def proposed(self):
        return self.filter(state=Conflict.State.PROPOSED)


class Conflict(GuardedModel):
    """A judge's tie to a team: while it stands they neither see nor score what it hands in.

    The row is never deleted: what was declared, imposed, found, lifted and why is the register.
    """

    lock_rank = 55

    class Kind(models.TextChoices):
        WORKS_WITH = "works", _("works with the team")
        FAMILY = "family", _("family or friends")
        COACHED = "coached", _("coached the team")
        OWNS = "owns", _("owns the challenge")
        OTHER = "other", _("other")

    class Origin(models.TextChoices):
        DECLARED = "declared", _("declared by the judge")
        IMPOSED = "imposed", _("imposed")
        FOUND = "found", _("found by comparison")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to be settled")
        STANDS = "stands", _("stands")
        LIFTED = "lifted", _("lifted")
        DISMISSED = "dismissed", _("dismissed")

    class Sign(models.TextChoices):
        ORGANISATION = "organisation", _("the same organisation")
        DOMAIN = "domain", _("the same mail domain")
        COACH = "coach", _("helped the team as a coach")
        OWNER = "owner", _("owns the team's challenge")
        PERSON = "person", _("the same person under another address")

    judge = models.ForeignKey("judging.Judge", models.PROTECT, related_name="conflicts")
    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="conflicts")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OTHER)
    origin = models.CharField(
        _("how it came"), max_length=8, choices=Origin, default=Origin.DECLARED
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.STANDS)
    sign = models.CharField(_("what was found"), max_length=12, choices=Sign, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("since"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    settled_reason = models.CharField(_("reason of the decision"), max_length=300, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="conflict_once",
                fields=["judge", "team"],
                condition=Q(state="stands"),
                violation_error_message=_("This conflict has been declared already."),
            ),
            models.UniqueConstraint(
                name="conflict_found_once",
                fields=["judge", "team", "sign"],
                condition=Q(origin="found"),
            ),
            models.CheckConstraint(
                name="conflict_settled_has_time",
                condition=Q(state__in=["proposed", "stands"]) | Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.team}"

    @property
    def event(self):
        return self.judge.event
