"""People who take part in an event: their place, and what they agreed to."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import GuardedModel, GuardedQuerySet


def plain_code(typed: str) -> str:
    """A code as it was typed, without what people add or leave out when they copy it."""
    return "".join(c for c in typed.upper() if c.isalnum())


WITH_PLACE = ("offered", "confirmed")
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another


def new_code() -> str:
    return get_random_string(8, CODE_LETTERS)


class ParticipantQuerySet(GuardedQuerySet):
    def seated(self) -> Self:
        return self.filter(status__in=WITH_PLACE)

    def in_line(self) -> Self:
        """Who gets the next free place, the longest wait first; not who was told to wait."""
        waiting = self.filter(status=Participant.Status.WAITING, is_held=False)
        return waiting.order_by("applied_at", "pk")


class Participant(GuardedModel):
    """A person in an event, from the first answer to the badge. A place is a numbered one."""

    lock_rank = 8

    class Status(models.TextChoices):
        STARTED = "started", _("not sent yet")
        APPLIED = "applied", _("waiting for the organisers")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("to be confirmed")
        CONFIRMED = "confirmed", _("takes part")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("not confirmed in time")

    S = Status
    MOVES = {
        S.STARTED: {S.APPLIED, S.WAITING, S.CONFIRMED},
        S.APPLIED: {S.OFFERED, S.WAITING, S.DECLINED, S.WITHDRAWN},
        S.WAITING: {S.OFFERED, S.DECLINED, S.WITHDRAWN},
        S.OFFERED: {S.CONFIRMED, S.DECLINED, S.WITHDRAWN, S.LAPSED},
        S.CONFIRMED: {S.WITHDRAWN, S.DECLINED},
        S.DECLINED: {S.OFFERED, S.WAITING},
        S.WITHDRAWN: {S.APPLIED, S.WAITING, S.CONFIRMED},
        S.LAPSED: {S.APPLIED, S.WAITING, S.CONFIRMED, S.OFFERED},
    }

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="takes_part")
    status = models.CharField(
        _("state"), max_length=9, choices=Status, default=Status.STARTED, editable=False
    )
    place = models.PositiveIntegerField(_("place number"), null=True, editable=False)
    places = models.PositiveIntegerField(
        null=True, editable=False, help_text=_("The event's places when this one was given.")
    )
    started_at = models.DateTimeField(_("begun"))
    applied_at = models.DateTimeField(_("registered"), null=True)
    confirm_by = models.DateTimeField(_("to be confirmed by"), null=True)
    reminded_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    is_held = models.BooleanField(
        _("told to wait"),
        default=False,
        editable=False,
        help_text=_("An organiser decides about this person; no place is offered by itself."),
    )
    words = models.TextField(_("a word from the organisers"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)  # of the decision the words are of
    note = models.TextField(_("note, for organisers only"), max_length=2000, blank=True)

    is_looking = models.BooleanField(_("looks for a team"), default=False)
    looking_for = models.TextField(_("what I look for"), max_length=300, blank=True)
    skills = ArrayField(
        models.CharField(max_length=30), verbose_name=_("skills"), default=list, blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=2), verbose_name=_("languages"), default=list, blank=True
    )
    challenge = models.ForeignKey(
        "challenges.Challenge",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("challenge that I like most"),
    )

    code = models.CharField(_("code"), max_length=8, default=new_code, editable=False)
    arrived_at = models.DateTimeField(_("arrived"), null=True, editable=False)
    welcomed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects: ClassVar = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(
                name="participant_once_per_event",
                fields=["event", "user"],
                violation_error_message=_("This person is registered already."),
            ),
            models.UniqueConstraint(
                name="participant_place_once",
                fields=["event", "place"],
                violation_error_message=_("This place has just been taken. Try again."),
            ),
            models.UniqueConstraint(name="participant_code_once", fields=["event", "code"]),
            models.CheckConstraint(
                name="participant_place_exists",
                condition=Q(place=None) | Q(places=None) | Q(place__lte=F("places")),
                violation_error_message=_("All places are taken."),
            ),
            models.CheckConstraint(
                name="participant_place_fits_state",
                condition=(Q(status__in=WITH_PLACE) & (Q(place__isnull=False) | Q(places=None)))
                | (~Q(status__in=WITH_PLACE) & Q(place=None)),
            ),
            models.CheckConstraint(
                name="participant_offer_has_end",
                condition=~Q(status="offered") | Q(confirm_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="participant_in_line", fields=["event", "status", "applied_at"])
        ]

    del S

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("teams:taking_part", args=[self.event.slug])

    def move_to(self, status: Status) -> None:
        if status not in self.MOVES[self.Status(self.status)]:
            raise StateConflict(
                _("This is not possible for somebody in the state “%(state)s”."),
                params={"state": self.get_status_display()},
            )
        self.status = status
        if status not in WITH_PLACE:
            self.place = self.places = self.confirm_by = self.reminded_at = None

    def forget_decision(self) -> None:
        """From now on it is not what an organiser decided that counts: its words go with it."""
        self.words, self.decided_at = "", None

    @property
    def has_place(self) -> bool:
        return self.status == self.Status.CONFIRMED


class AdmissionCode(GuardedModel):
    """A code that the organiser gives away, for an event that is by invitation."""

    lock_rank = 6

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="admission_codes")
    code = models.CharField(
        _("code"), max_length=40, help_text=_("Capitals do not matter when it is typed.")
    )
    label = models.CharField(_("for whom"), max_length=120, blank=True)
    uses = models.PositiveIntegerField(_("number of people"), default=1)
    uses_left = models.IntegerField(_("uses left"), default=1, editable=False)
    expires_at = models.DateTimeField(_("works until"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation code")
        verbose_name_plural = _("invitation codes")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="admission_code_once",
                fields=["event", "code"],
                violation_error_message=_("Another code of this event reads the same."),
            ),
            models.CheckConstraint(
                name="admission_code_uses_in_range",
                condition=Q(uses_left__gte=0, uses_left__lte=F("uses")),
                violation_error_message=_("This code has been used up."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.code
