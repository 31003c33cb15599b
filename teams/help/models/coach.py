from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.invited import Invitable
from hackathon.kernel.tokens import token_for


class Coach(Invitable):
    """Somebody from the field who helps teams; an account once they accept."""

    lock_rank = 42

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="coaches")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="coaches_in"
    )
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    profile = models.TextField(
        _("profile"), max_length=1000, blank=True, help_text=_("What teams can ask this coach.")
    )
    languages = ArrayField(
        models.CharField(max_length=2, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    is_listed = models.BooleanField(
        _("on the public list"),
        default=False,
        help_text=_("Already before they accept. Whoever has accepted is on the list in any case."),
    )

    # read by ``with_load``
    in_hand: int
    helped: int

    class Meta:
        verbose_name = _("coach")
        verbose_name_plural = _("coaches")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                name="coach_once",
                fields=["event", "user"],
                violation_error_message=_("This person already coaches here."),
            ),
            models.UniqueConstraint(
                name="coach_address_once",
                fields=["event", "email"],
                condition=~Q(email=""),
                violation_error_message=_("Another coach of this event has this address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def end_offer(self) -> None:
        """That they declined is forgotten as well."""
        super().end_offer()
        self.declined_at = None

    @property
    def token(self) -> str:
        return token_for("teams.coach", self.nonce)


class CoachChallenge(GuardedModel):
    """A challenge that a coach knows their way in."""

    coach = models.ForeignKey(Coach, models.CASCADE, related_name="fields")
    challenge = models.ForeignKey("challenges.Challenge", models.CASCADE, related_name="coached_by")

    class Meta:
        verbose_name = _("challenge of a coach")
        verbose_name_plural = _("challenges of coaches")
        constraints = [
            models.UniqueConstraint(
                name="coach_challenge_once",
                fields=["coach", "challenge"],
                violation_error_message=_("The coach has this challenge already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.challenge)

    @property
    def event(self) -> Event:
        return self.coach.event
