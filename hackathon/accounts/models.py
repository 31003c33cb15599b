from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel, GuardedQuerySet
from hackathon.kernel.tokens import hash_of, new_nonce, token_for

ANNOUNCED = Q(due_at__isnull=False, kept_at=None, done_at=None)


class SignInHelpQuerySet(GuardedQuerySet):
    def announced(self) -> Self:
        """What is to happen and can still be stopped."""
        return self.filter(ANNOUNCED)


class SignInHelp(GuardedModel):
    """What somebody did so that another person can sign in again, and why. Never deleted.

    A second factor is not taken away at once: it is announced for ``due_at``, and whoever holds
    the mailed link, or a helper, keeps it until then.
    """

    lock_rank = 3

    class Kind(models.TextChoices):
        LINK = "link", _("a link to sign in was sent")
        FACTOR = "factor", _("the second factor was taken away")
        SESSIONS = "sessions", _("all sessions were ended")

    person = models.ForeignKey("hackathon.User", models.PROTECT, related_name="sign_in_help")
    helped_by = models.ForeignKey("hackathon.User", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, editable=False)
    nonce = models.CharField(max_length=32, blank=True, editable=False)
    token_hash = models.CharField(  # noqa: DJ001 - unique, and absent where nothing is announced
        max_length=64, null=True, unique=True, editable=False
    )
    kept_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = SignInHelpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sign_in_help_one_announced",
                fields=["person"],
                condition=ANNOUNCED,
                violation_error_message=_(
                    "This has been announced already. Wait until it is due, or stop it."
                ),
            ),
            models.CheckConstraint(
                name="sign_in_help_kept_or_done", condition=Q(kept_at=None) | Q(done_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"

    def announce(self, due_at: datetime) -> None:
        self.due_at, self.nonce = due_at, new_nonce()
        self.token_hash = hash_of(self.token)

    @property
    def token(self) -> str:
        return token_for("hackathon.keep_factor", self.nonce)

    @property
    def is_announced(self) -> bool:
        """Whether it is to happen and can still be stopped."""
        return self.due_at is not None and self.kept_at is None and self.done_at is None
