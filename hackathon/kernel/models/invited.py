"""Rows by which somebody without an account is written to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel


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

    @property
    def speaks(self) -> str:
        """As it was chosen; else one that the person speaks, else the event's first."""
        offered = dict(settings.LANGUAGES)
        wanted = [self.language, *getattr(self, "languages", [])]
        return next((code for code in wanted if code in offered), self.event.language)
