"""Ways into a team besides the mailed invitation, and the ways out of it."""

import base64
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event
from hackathon.kernel.tokens import hash_of, new_nonce, token_for
from teams.participants.models.participant import plain_code
from teams.team.models.team import Team

CODE_BYTES = 20  # 160 bits


class JoinLinkQuerySet(GuardedQuerySet):
    def usable_at(self, moment: datetime) -> Self:
        return self.filter(revoked_at=None, uses_left__gt=0, expires_at__gt=moment)


class JoinLink(GuardedModel):
    """A link, or the code in it, with which several people can join a team.

    The code is derived from the server's key; only its SHA-256 rests in the database.
    """

    lock_rank = 30

    team = models.ForeignKey(Team, models.CASCADE, related_name="join_links")
    nonce = models.CharField(max_length=32, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("works until"))
    uses = models.PositiveSmallIntegerField(_("number of people"))
    uses_left = models.SmallIntegerField()
    revoked_at = models.DateTimeField(null=True)

    # set for the captain's page
    works_until: datetime

    objects: ClassVar = JoinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to join")
        verbose_name_plural = _("links to join")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="join_link_uses_in_range",
                condition=Q(uses_left__gte=0, uses_left__lte=F("uses")),
                violation_error_message=_("This link has been used up. Ask for a new one."),
            )
        ]

    def __str__(self) -> str:
        return str(self.team)

    @classmethod
    def opening(cls, team: Team, **fields: Any) -> "JoinLink":
        link = cls(team=team, nonce=new_nonce(), **fields)
        link.code_hash = hash_of(plain_code(link.code))
        return link

    @property
    def code(self) -> str:
        key = bytes.fromhex(token_for("teams.join_link", self.nonce))[:CODE_BYTES]
        letters = base64.b32encode(key).decode()
        return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))

    @property
    def event(self) -> Event:
        return self.team.event


class Answer(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED = "closed", _("closed")


class Asking(GuardedModel):
    """Something that a captain is asked and answers, with a word."""

    lock_rank = 31

    message = models.TextField(_("message"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=9, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    words = models.TextField(_("a word"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.answer == Answer.WAITING


class JoinRequest(Asking):
    """Somebody asks to join a team that looks for people."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # what the team competed for when they asked: for another challenge they have not agreed
    challenge = models.ForeignKey(
        "challenges.Challenge",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="join_request_once",
                fields=["team", "user"],
                condition=Q(answer="waiting"),
                violation_error_message=_("You have asked this team already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event(self) -> Event:
        return self.team.event

    @property
    def is_for_another_challenge(self) -> bool:
        """Whether the team competes for something else than when they asked."""
        return self.challenge_id not in (None, self.team.challenge_id)


class MergeOffer(Asking):
    """One captain proposes that two teams become one: ``source`` goes up in ``target``."""

    source = models.ForeignKey(Team, models.CASCADE, related_name="merge_offers_out")
    target = models.ForeignKey(Team, models.CASCADE, related_name="merge_offers_in")
    asked_team = models.ForeignKey(Team, models.CASCADE, related_name="merge_questions")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # what the proposer was shown: another plan is not done without asking them again
    plan = models.CharField(max_length=64, blank=True, db_default="", editable=False)

    class Meta:
        verbose_name = _("proposal to merge")
        verbose_name_plural = _("proposals to merge")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="merge_offer_once",
                fields=["source", "target"],
                condition=Q(answer="waiting"),
                violation_error_message=_("This has been proposed already."),
            ),
            models.CheckConstraint(
                name="merge_offer_of_two",
                condition=~Q(source=F("target")),
                violation_error_message=_("A team cannot merge with itself."),
            ),
            models.CheckConstraint(
                name="merge_offer_asks_one_of_both",
                condition=Q(asked_team=F("source")) | Q(asked_team=F("target")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    @property
    def event(self) -> Event:
        return self.target.event

    @property
    def team(self) -> Team:
        """The team whose captain answers."""
        return self.asked_team

    @property
    def asking_team(self) -> Team:
        return self.target if self.asked_team_id == self.source_id else self.source


class Departure(GuardedModel):
    """Somebody who was in a team and is no more, and why."""

    class Cause(models.TextChoices):
        LEFT = "left", _("left the team")
        REMOVED = "removed", _("removed by the captain")
        WITHDREW = "withdrew", _("withdrew from the event")
        CLOSED = "closed", _("the team closed")
        MOVED = "moved", _("moved by an organiser")
        SENT_OUT = "sent_out", _("taken out by an organiser")

    # who was sent out comes back by an invitation of their own alone
    SENT_AWAY = frozenset({Cause.REMOVED, Cause.MOVED, Cause.SENT_OUT})

    team = models.ForeignKey(Team, models.CASCADE, related_name="departures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    was_captain = models.BooleanField(default=False)
    cause = models.CharField(_("how"), max_length=8, choices=Cause, default=Cause.LEFT)
    left_at = models.DateTimeField(_("left"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=300, blank=True)
    # the seat as it was, so that a team which was closed by mistake reopens as it stood
    seat = models.PositiveSmallIntegerField(null=True)
    joined_at = models.DateTimeField(null=True)
    was_named = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event(self) -> Event:
        return self.team.event
