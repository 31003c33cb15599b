import unicodedata
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.invited import InvitedInALanguage
from hackathon.kernel.models.user import User
from hackathon.kernel.tokens import hash_of, new_nonce, token_for


def name_key(name: str) -> str:
    """The name as far as likeness goes: without case, accents, spaces or invisible characters."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LNPS")


def validate_visible(name: str) -> None:
    if any(unicodedata.category(c)[0] == "C" for c in name) or not name_key(name):
        raise ValidationError(_("Use letters and digits that everyone can see."))


class TeamQuerySet(GuardedQuerySet):
    def of(self, user: User) -> Self:
        return self.filter(members__user=user)

    def standing(self) -> Self:
        return self.filter(closed_at=None)


class Team(GuardedModel):
    """People who work on one challenge together."""

    lock_rank = 10

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="teams")
    challenge = models.ForeignKey("challenges.Challenge", models.PROTECT, related_name="teams")
    name = models.CharField(_("team name"), max_length=60, validators=[validate_visible])
    name_key = models.CharField(max_length=240, editable=False)
    pitch = models.TextField(_("pitch"), max_length=300, blank=True)
    wanted_skills = ArrayField(
        models.CharField(max_length=30),
        verbose_name=_("skills that you look for"),
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("languages of the team"),
        default=list,
        blank=True,
    )
    is_open = models.BooleanField(_("looks for people"), default=False)
    created_at = models.DateTimeField()
    extended_until = models.DateTimeField(_("deadline extended to"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged_teams", editable=False
    )

    # read by ``with_closing``
    closes_at: datetime

    objects: ClassVar = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(
                name="team_name_once_per_event",
                fields=["event", "name_key"],
                condition=Q(closed_at=None),
                violation_error_message=_("Another team already carries this name."),
            ),
            models.CheckConstraint(
                name="team_merged_is_closed",
                condition=Q(merged_into=None) | Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="team_looks_for_people",
                fields=["event", "name_key"],
                condition=Q(is_open=True, closed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("teams:team", args=[self.event.slug, self.pk])


class Member(GuardedModel):
    """A numbered seat in a team: one seat per person and event, one captain per team."""

    lock_rank = 20

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="members")
    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    seat = models.PositiveSmallIntegerField(_("seat"))
    seats = models.PositiveSmallIntegerField(
        help_text=_("The event's largest team size when the seat was taken.")
    )
    is_captain = models.BooleanField(_("captain"), default=False)
    is_named = models.BooleanField(
        _("named beside the project"),
        default=False,
        help_text=_("In the public gallery; nobody is named without having agreed."),
    )
    joined_at = models.DateTimeField()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["seat"]
        constraints = [
            models.UniqueConstraint(
                name="member_one_team_per_event",
                fields=["event", "user"],
                violation_error_message=_("This person already has a team in this event."),
            ),
            models.UniqueConstraint(
                name="member_one_captain_per_team",
                fields=["team"],
                condition=Q(is_captain=True),
                violation_error_message=_("A team has one captain."),
            ),
            models.UniqueConstraint(
                name="member_seat_once",
                fields=["team", "seat"],
                violation_error_message=_("This seat has just been taken. Try again."),
            ),
            models.CheckConstraint(
                name="member_seat_exists",
                condition=Q(seat__gte=1, seat__lte=F("seats")),
                violation_error_message=_("The team is full."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class OfferQuerySet(GuardedQuerySet):
    def pending(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None)

    def to_person(self, person: User) -> Self:
        """Those that this person can accept: for whom they were found, or at their address."""
        typed = Q(found=None, email=person.email.lower())
        return self.filter(Q(found=person) | typed)


class Invitation(InvitedInALanguage):
    """A seat offered to one address, or to one person who was found: theirs whatever their address.

    The token is derived from the key, never stored. Only its SHA-256 rests in the database, so
    that a copy of the database opens no team.
    """

    lock_rank = 30

    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email address"))
    # Who was found in the list of people or matched: the team reads their name, not their address.
    # What is answered about one of these and about an address that was typed knows nothing of the
    # other, or captains would learn whose it is.
    found = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("last sent"), null=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    # set for the captain's page
    may_resend: bool

    objects: ClassVar = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_once_for_an_address",
                fields=["team", "email"],
                condition=Q(accepted_at=None, revoked_at=None, found=None),
                violation_error_message=_("This address has already been invited."),
            ),
            models.UniqueConstraint(
                name="invitation_once_for_a_person",
                fields=["team", "found"],
                condition=Q(accepted_at=None, revoked_at=None),
                violation_error_message=_("This person has already been invited."),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                violation_error_message=_("This invitation has been used."),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def addressee(self) -> str:
        """Whom the team has invited, as the team knows them."""
        return str(self.found or self.email)

    @property
    def addressed_to(self) -> int | str:
        """The person, or the address: a team has one open invitation for each."""
        return self.found_id or self.email

    @classmethod
    def offering(cls, team: Team, email: str, **fields: Any) -> "Invitation":
        invitation = cls(team=team, email=email.lower(), nonce=new_nonce(), **fields)
        invitation.token_hash = hash_of(invitation.token)
        return invitation

    @property
    def token(self) -> str:
        return token_for("teams.invitation", self.nonce)

    @property
    def event(self) -> Event:
        return self.team.event

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None
