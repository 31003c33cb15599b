import base64
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import NEVER_CHANGES, GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.invited import Invitable
from hackathon.kernel.tokens import hash_of, new_nonce, token_for

LINK_WORKS = timedelta(hours=72)
FULL_CODE, SHORT_CODE = 26, 10  # letters of five bits each: 130 in the picture, 50 typed
LOOKALIKES = str.maketrans("018", "OIB")  # letters and 2 to 7 are all that a code has


class JudgeQuerySet(GuardedQuerySet):
    def seated(self) -> Self:
        """Who has accepted and has not left."""
        return self.filter(accepted_at__isnull=False, left_at=None)


class Judge(Invitable):
    """A member of an event's jury, as the public sees them; an account once they accept."""

    lock_rank = 50
    names_files = ("photo",)

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="judges")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="judges_in"
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("title or function"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    biography = models.TextField(_("biography"), max_length=1500, blank=True)
    photo = models.CharField(max_length=64, blank=True, editable=False)  # sha256 of a stored JPEG
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    languages = ArrayField(
        models.CharField(max_length=2), verbose_name=_("languages"), default=list, blank=True
    )
    availability = models.CharField(_("when available"), max_length=200, blank=True)
    conduct_accepted_at = models.DateTimeField(
        _("code of conduct accepted"), null=True, editable=False
    )
    left_at = models.DateTimeField(_("left"), null=True, editable=False)
    left_reason = models.CharField(_("why"), max_length=300, blank=True, editable=False)

    # read with the reader's own seat
    presides: bool

    objects: ClassVar = JudgeQuerySet.as_manager()

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

    @property
    def is_seated(self) -> bool:
        return self.accepted_at is not None and self.left_at is None

    @property
    def is_in(self) -> bool:
        return self.is_seated

    def opens_with(self, token: str, at: datetime) -> bool:
        """Whether this is the link of the newest mail, not used and not too old.

        It lets in as the address that it was mailed to: under another address it is dead.
        """
        fresh = self.invited_at is not None and at < self.invited_at + LINK_WORKS
        return fresh and self.token_hash == hash_of(token) and token == self.token

    @property
    def token(self) -> str:
        return self.token_at(self.email)

    def token_at(self, address: str) -> str:
        """The token of a mail to this address."""
        return token_for("judging.judge", self.nonce, address)


class PanelSeatQuerySet(GuardedQuerySet):
    def seated(self) -> Self:
        """Of judges who have accepted and have not left."""
        return self.filter(judge__accepted_at__isnull=False, judge__left_at=None)

    def leading(self) -> Self:
        """Who leads the panel now: its president; and the deputy, where there is no president or
        the president is tied to a team of the event."""
        tied = Judge.objects.filter(pk=OuterRef("judge"), conflicts__state="stands")
        untied = PanelSeat.objects.seated().filter(
            ~Exists(tied), challenge=OuterRef("challenge"), role=PanelSeat.Role.PRESIDENT
        )
        is_acting = Q(role=PanelSeat.Role.DEPUTY) & ~Exists(untied)
        return self.seated().filter(Q(role=PanelSeat.Role.PRESIDENT) | is_acting)


class PanelSeat(GuardedModel):
    """A judge sits on a challenge's panel, and scores what is submitted to it."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        PRESIDENT = "president", _("president")
        DEPUTY = "deputy", _("deputy president")
        RESERVE = "reserve", _("in reserve")

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="panel_seats")
    challenge = models.ForeignKey(
        "challenges.Challenge", models.PROTECT, related_name="panel_seats"
    )
    role = models.CharField(_("role"), max_length=9, choices=Role, default=Role.MEMBER)

    # read for the president's page
    competes: bool

    objects: ClassVar = PanelSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel seat")
        verbose_name_plural = _("panel seats")
        constraints = [
            models.UniqueConstraint(
                name="panel_seat_once",
                fields=["judge", "challenge"],
                violation_error_message=_("The judge already sits on this panel."),
            ),
            models.UniqueConstraint(
                name="panel_one_president",
                fields=["challenge"],
                condition=Q(role="president"),
                violation_error_message=_("A panel has one president."),
            ),
            models.UniqueConstraint(
                name="panel_one_deputy",
                fields=["challenge"],
                condition=Q(role="deputy"),
                violation_error_message=_("A panel has one deputy president."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.challenge)

    @property
    def event(self) -> Event:
        return self.judge.event


class Unseating(GuardedModel):
    """A judge whose marks count was taken off a panel; the minutes tell when and why."""

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="unseatings")
    challenge = models.ForeignKey("challenges.Challenge", models.PROTECT, related_name="unseatings")
    role = models.CharField(_("role"), max_length=9, choices=PanelSeat.Role)
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("seat taken away")
        verbose_name_plural = _("seats taken away")
        triggers = [NEVER_CHANGES]
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="unseating_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why: the reason stands in the minutes."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.challenge}"

    @property
    def event(self) -> Event:
        return self.judge.event


class Reinstatement(GuardedModel):
    """A judge was excused by mistake and is back; the minutes tell both, with their reasons."""

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="reinstatements")
    excused_at = models.DateTimeField(_("excused"))
    excused_reason = models.CharField(_("why"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("return of a judge")
        verbose_name_plural = _("returns of judges")
        triggers = [NEVER_CHANGES]
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="reinstatement_once_for_each_excuse",
                fields=["judge", "excused_at"],
                violation_error_message=_("This judge is back already."),
            ),
            models.CheckConstraint(
                name="reinstatement_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why: the reason stands in the minutes."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.judge)

    @property
    def event(self) -> Event:
        return self.judge.event


def plain_room_code(typed: str) -> str:
    """A code as it was typed, without what people add or mistake when they copy it."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    return letters.translate(LOOKALIKES)[:FULL_CODE]


def room_code_hash(short: str) -> str:
    """Keyed, because a short code would be found by trying in a copy of the database."""
    return token_for("judging.room_code.hash", short)


class RoomCode(GuardedModel):
    """A code shown in the room: who types it asks for a seat, and an organiser confirms.

    The code is derived from the server's key. Its first letters are what people type.
    """

    lock_rank = 52

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="room_codes")
    nonce = models.CharField(max_length=32, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("code shown in the room")
        verbose_name_plural = _("codes shown in the room")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.made_at)

    @classmethod
    def opening(cls, event: Event, **fields: Any) -> "RoomCode":
        code = cls(event=event, nonce=new_nonce(), **fields)
        code.code_hash = room_code_hash(code.full[:SHORT_CODE])
        return code

    @property
    def full(self) -> str:
        key = bytes.fromhex(token_for("judging.room_code", self.nonce))
        return base64.b32encode(key).decode()[:FULL_CODE]

    @property
    def short(self) -> str:
        """As it stands on the screen."""
        return f"{self.full[:5]}-{self.full[5:SHORT_CODE]}"

    def is_open_at(self, moment: datetime) -> bool:
        return self.ended_at is None and moment < self.expires_at


class Candidate(GuardedModel):
    """Somebody who typed the room's code and waits to be let in."""

    lock_rank = 53

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="candidates")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email address"))
    language = models.CharField(  # of the page on which they asked
        max_length=2, choices=settings.LANGUAGES, blank=True, editable=False
    )
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(
        _("answer"), max_length=8, choices=Answer, default=Answer.WAITING, editable=False
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    class Meta:
        verbose_name = _("person at the door of the jury")
        verbose_name_plural = _("people at the door of the jury")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="candidate_waits_once",
                fields=["event", "email"],
                condition=Q(answer="waiting"),
                violation_error_message=_("You have asked already. An organiser lets you in."),
            )
        ]

    def __str__(self) -> str:
        return self.name
