"""More time: given by an organiser, or asked for by a team that is too late."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel
from hackathon.kernel.models.event import Event


class Extension(GuardedModel):
    """More time for a team, a challenge or everyone: how much, why, by whom. Never changed."""

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="extensions")
    challenge = models.ForeignKey(
        "challenges.Challenge", models.PROTECT, null=True, related_name="extensions"
    )
    team = models.ForeignKey("teams.Team", models.PROTECT, null=True, related_name="extensions")
    before = models.DateTimeField(_("deadline before"))
    until = models.DateTimeField(_("deadline now"))
    reason = models.TextField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="extension_gives_time",
                condition=Q(until__gt=F("before")),
                violation_error_message=_("An extension moves the deadline to a later time."),
            )
        ]

    def __str__(self) -> str:
        return self.reason


class LateRequest(GuardedModel):
    """A team that missed the deadline asks for a little more time, and an organiser answers."""

    lock_rank = 42

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="late_requests")
    reason = models.TextField(_("reason"), max_length=600)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(
        _("answer"), max_length=8, choices=Answer, default=Answer.WAITING, editable=False
    )
    words = models.TextField(_("a word to the team"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    class Meta:
        verbose_name = _("late request")
        verbose_name_plural = _("late requests")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="late_request_one_waiting",
                fields=["team"],
                condition=Q(answer="waiting"),
                violation_error_message=_("Your team has asked already. Wait for the answer."),
            ),
            models.CheckConstraint(
                name="late_request_answered_has_time",
                condition=Q(answer="waiting") | Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:60]

    @property
    def event(self) -> Event:
        return self.team.event
