from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.guard import GuardedModel
from hackathon.tokens import hash_of, new_nonce, token_for


class Judge(GuardedModel):
    """A member of an event's jury, as the public sees them; an account once they accept."""

    lock_rank = 50

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="judges")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="judges_in"
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("title or function"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    photo = models.CharField(max_length=64, blank=True, editable=False)  # sha256 of a stored JPEG
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    email = models.EmailField(_("email address"), blank=True)
    nonce = models.CharField(max_length=32, blank=True, editable=False)
    token_hash = models.CharField(  # noqa: DJ001 - unique, and absent until the judge is invited
        max_length=64, null=True, unique=True, editable=False
    )
    invited_at = models.DateTimeField(_("invited"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("jury")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="judge_once",
                fields=["event", "user"],
                violation_error_message=_("This person already sits on the jury."),
            ),
            models.UniqueConstraint(
                name="judge_address_once",
                fields=["event", "email"],
                condition=~Q(email=""),
                violation_error_message=_("Another judge of this event has this address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def offer(self) -> None:
        """Make a fresh token; the one before it is dead."""
        self.nonce = new_nonce()
        self.token_hash = hash_of(self.token)

    @property
    def token(self) -> str:
        return token_for("judging.judge", self.nonce)


class PanelSeat(GuardedModel):
    """A judge sits on a challenge's panel, and scores what is submitted to it."""

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="panel_seats")
    challenge = models.ForeignKey(
        "challenges.Challenge", models.PROTECT, related_name="panel_seats"
    )

    class Meta:
        verbose_name = _("panel seat")
        verbose_name_plural = _("panel seats")
        constraints = [
            models.UniqueConstraint(
                name="panel_seat_once",
                fields=["judge", "challenge"],
                violation_error_message=_("The judge already sits on this panel."),
            )
        ]

    def __str__(self) -> str:
        return str(self.challenge)

    @property
    def event(self):
        return self.judge.event


class Conflict(GuardedModel):
    """A judge's declared tie to a team: they may not see or score what it hands in."""

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="conflicts")
    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="conflicts")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                name="conflict_once",
                fields=["judge", "team"],
                violation_error_message=_("This conflict has been declared already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.team}"

    @property
    def event(self):
        return self.judge.event
