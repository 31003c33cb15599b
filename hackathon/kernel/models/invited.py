"""Rows by which somebody without an account is written to."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel
from hackathon.kernel.tokens import hash_of, new_nonce

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event
    from hackathon.kernel.models.user import User


class InvitedInALanguage(GuardedModel):
    """An offer that goes to an address by mail, in the language that the inviter chose."""

    language = models.CharField(
        _("language of the invitation"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        editable=False,
    )

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        user: Any

        @property
        def event(self) -> Event: ...

    @property
    def speaks(self) -> str:
        """As it was chosen; else one that the person speaks, else the event's first."""
        offered = dict(settings.LANGUAGES)
        wanted = [self.language, *getattr(self, "languages", [])]
        return next((code for code in wanted if code in offered), self.event.language)


class Invitable(InvitedInALanguage):
    """Somebody whom organisers write down, and who is asked by mail to come: a judge, a coach.

    An account is theirs once they accept. ``hackathon.kernel.inviting`` is what services do with
    it.
    """

    email = models.EmailField(_("email address"), blank=True)
    nonce = models.CharField(max_length=32, blank=True, editable=False)
    token_hash = models.CharField(  # noqa: DJ001 - unique, and absent until somebody is invited
        max_length=64, null=True, unique=True, editable=False
    )
    invited_at = models.DateTimeField(_("invited"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    declined_at = models.DateTimeField(_("declined"), null=True, editable=False)

    OFFER: Collection[str] = ("token_hash", "invited_at", "declined_at")  # what an offer writes

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        """What the newest mail carries."""
        raise NotImplementedError

    @property
    def is_in(self) -> bool:
        """Whether they have come, and are there."""
        return self.accepted_at is not None

    @property
    def awaits_answer(self) -> bool:
        """Whether they have been asked, and have neither accepted nor declined."""
        is_answered = self.accepted_at is not None or self.declined_at is not None
        return self.invited_at is not None and not is_answered

    def offer(self, at: datetime) -> None:
        """Make a fresh token; the one before it is dead."""
        self.nonce = new_nonce()
        self.token_hash = hash_of(self.token)
        self.invited_at, self.accepted_at, self.declined_at = at, None, None

    def end_offer(self) -> None:
        """Nobody is asked any more: what was mailed opens nothing."""
        self.token_hash = self.invited_at = None

    def accept(self, user: "User", at: datetime) -> None:
        self.user, self.accepted_at, self.token_hash = user, at, None

    def decline(self, at: datetime) -> None:
        self.declined_at, self.token_hash = at, None
