from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event
from teams.help.models.coach import Coach

OPEN_AT_ONCE = 3


class HelpQuerySet(GuardedQuerySet):
    def waiting(self) -> Self:
        """The queue: who asked first is first, also after having been handed back."""
        return self.filter(status=HelpRequest.Status.WAITING).order_by("asked_at", "id")

    def open(self) -> Self:
        return self.filter(status__in=HelpRequest.OPEN)

    def cancel(self, at: datetime) -> None:
        self.update(status=HelpRequest.Status.CANCELLED, closed_at=at)

    def reopen_cancelled(self, at: datetime) -> list[int]:
        """Those that were cancelled at this instant wait again, or their coach is coming again;
        returns the keys of the latter."""
        status = HelpRequest.Status
        cancelled = self.filter(status=status.CANCELLED, closed_at=at)
        claimed = list(cancelled.exclude(claimed_by=None).values_list("pk", flat=True))
        cancelled.filter(claimed_by=None).update(status=status.WAITING, closed_at=None)
        cancelled.exclude(claimed_by=None).update(status=status.CLAIMED, closed_at=None)
        return claimed


class HelpRequest(GuardedModel):
    """What a team asks of the coaches, and where to find the team; one of three open slots."""

    lock_rank = 44

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("a coach is coming")
        CLOSED = "closed", _("helped")
        CANCELLED = "cancelled", _("cancelled")

    OPEN = (Status.WAITING, Status.CLAIMED)
    MOVES = {
        Status.WAITING: {Status.CLAIMED, Status.CANCELLED},
        # handed on to another coach it stays claimed; handed back it waits again
        Status.CLAIMED: {Status.CLAIMED, Status.WAITING, Status.CLOSED, Status.CANCELLED},
        Status.CLOSED: set(),
        Status.CANCELLED: set(),
    }

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="help_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    what = models.TextField(_("question"), max_length=500)
    where = models.CharField(_("where"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    slot = models.PositiveSmallIntegerField(editable=False)
    status = models.CharField(
        _("state"), max_length=10, choices=Status, default=Status.WAITING, editable=False
    )
    asked_at = models.DateTimeField(_("asked"))
    claimed_by = models.ForeignKey(
        "teams.Coach",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="claims",
        verbose_name=_("coach"),
    )
    claimed_at = models.DateTimeField(_("claimed"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    objects: ClassVar = HelpQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="help_slot_once",
                fields=["team", "slot"],
                condition=Q(status__in=["waiting", "claimed"]),
                violation_error_message=_("Somebody in your team has just asked. Try again."),
            ),
            models.CheckConstraint(
                name="help_slot_exists",
                condition=Q(slot__gte=1, slot__lte=OPEN_AT_ONCE),
                violation_error_message=_("Your team has too many open requests."),
            ),
            models.CheckConstraint(
                name="help_claimed_has_coach",
                condition=~Q(status="claimed")
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="help_waiting_has_none",
                condition=~Q(status="waiting") | Q(claimed_by=None, claimed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.what[:60]

    @property
    def helper(self) -> Coach:
        """Who has it in hand; that nobody has is a programming error."""
        if self.claimed_by is None:
            raise LookupError(f"Nobody has {self!r} in hand")
        return self.claimed_by

    @property
    def event(self) -> Event:
        return self.team.event

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    def move_to(self, status: Status) -> None:
        if status not in self.MOVES[self.Status(self.status)]:
            raise StateConflict(
                _("This is not possible any more: the request is “%(state)s”."),
                params={"state": self.get_status_display()},
            )
        self.status = status


class HelpStep(GuardedModel):
    """What a coach did with a request: this is how the jury knows who helped whom."""

    class Kind(models.TextChoices):
        CLAIMED = "claimed", _("claimed")
        HANDED_ON = "handed_on", _("handed on")
        RECEIVED = "received", _("received from another coach")
        CLOSED = "closed", _("closed")

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="steps")
    coach = models.ForeignKey("teams.Coach", models.PROTECT, related_name="steps")
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.coach}"

    @property
    def event(self) -> Event:
        return self.coach.event
