from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event
from judging.conflicts.signs import Sign as FoundSign


class ConflictQuerySet(GuardedQuerySet):
    def standing(self) -> Self:
        """Those that keep a judge away from a team."""
        return self.filter(state=Conflict.State.STANDS)

    def proposed(self) -> Self:
        """Those that wait for a person; not what organisers have named as neutral."""
        return self.filter(state=Conflict.State.PROPOSED, is_neutral=False)


class Conflict(GuardedModel):
    """A judge's tie to a team: while it stands they neither see nor score what it hands in.

    The row is never deleted: what was declared, imposed, found, lifted and why is the register.
    """

    lock_rank = 55

    class Kind(models.TextChoices):
        WORKS_WITH = "works", _("works with the team")
        FAMILY = "family", _("family or friends")
        COACHED = "coached", _("coached the team")
        OWNS = "owns", _("owns the challenge")
        OTHER = "other", _("other")

    class Origin(models.TextChoices):
        DECLARED = "declared", _("declared by the judge")
        IMPOSED = "imposed", _("imposed")
        FOUND = "found", _("found by comparison")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to be settled")
        STANDS = "stands", _("stands")
        LIFTED = "lifted", _("lifted")
        DISMISSED = "dismissed", _("dismissed")

    class SettledAs(models.TextChoices):
        TWIN = "twin", _("The same judge and team: it stands by another line of the register.")

    Sign = FoundSign

    judge = models.ForeignKey("judging.Judge", models.PROTECT, related_name="conflicts")
    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="conflicts")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OTHER)
    origin = models.CharField(
        _("how it came"), max_length=8, choices=Origin, default=Origin.DECLARED
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.STANDS)
    sign = models.CharField(_("what was found"), max_length=12, choices=Sign, blank=True)
    # of a finding: the members by whom, as numbers of accounts, and what is alike
    people = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    clues = ArrayField(models.CharField(max_length=254), default=list, blank=True, editable=False)
    is_neutral = models.BooleanField(default=False, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("since"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    settled_reason = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    # where it was settled along with another one, and nobody wrote a reason for it
    settled_as = models.CharField(
        max_length=4, choices=SettledAs, blank=True, default="", db_default="", editable=False
    )

    # what the register reads along
    cards: int
    has_twin: bool
    tells: bool

    objects: ClassVar = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="conflict_once",
                fields=["judge", "team"],
                condition=Q(state="stands"),
                violation_error_message=_("This conflict has been declared already."),
            ),
            models.UniqueConstraint(
                name="conflict_found_once",
                fields=["judge", "team", "sign", "people"],
                condition=Q(origin="found"),
            ),
            models.CheckConstraint(
                name="conflict_settled_has_time",
                condition=Q(state__in=["proposed", "stands"]) | Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.team}"

    @property
    def event(self) -> Event:
        return self.judge.event

    @property
    def found(self) -> str:
        """What a comparison found: the sign, what is alike, and of which members."""
        words = [self.get_sign_display(), *([", ".join(self.clues)] if self.clues else [])]
        names = [str(person) for person in self.named_people]
        return ": ".join(words) + (f" ({', '.join(names)})" if names else "")

    @property
    def why_settled(self) -> str:
        """What somebody wrote when they settled it; else what settled it along."""
        return self.settled_reason or self.get_settled_as_display()

    @property
    def named_people(self) -> list:
        """The members by whom it was found; read for a whole list by ``with_people``."""
        if not hasattr(self, "_named_people"):
            with_people([self])
        return vars(self)["_named_people"]


def with_people(rows: Iterable[Conflict]) -> None:
    """Read the members that findings name, in one query."""
    rows = list(rows)
    wanted = {person for row in rows for person in row.people}
    known = get_user_model().objects.in_bulk(wanted) if wanted else {}
    for row in rows:
        vars(row)["_named_people"] = [known[person] for person in row.people if person in known]


class NeutralName(GuardedModel):
    """A mail domain or an organisation that ties nobody in this event: too many share it."""

    lock_rank = 56

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="neutral_names")
    text = models.CharField(_("mail domain or organisation"), max_length=200)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("neutral name")
        verbose_name_plural = _("neutral names")
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("text"),
                name="neutral_name_once",
                violation_error_message=_("This is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.text
