from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import NEVER_CHANGES, GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event
from hackathon.kernel.sentences import word_sentences
from judging.rules.models import Criterion
from teams.models import Recall


class ScorecardQuerySet(GuardedQuerySet):
    def standing(self) -> Self:
        """All but those for a version that an organiser submitted by mistake and took back."""
        return self.exclude(version__in=Recall.objects.values("version"))

    def on_record(self) -> Self:
        """Those, too: for whoever reads what has been, and never what counts."""
        return self.all()

    def finished(self) -> Self:
        """Those for which the judge owes nothing more; what was handed in before the project was
        moved to another challenge is to be marked anew there."""
        is_in = Q(handed_in_at__isnull=False, moved_from=None) | Q(abstained_at__isnull=False)
        return self.standing().filter(is_in)

    def counted(self) -> Self:
        """What the ranking counts: handed in, not set aside, not abstained."""
        counted = {"set_aside_at": None, "abstained_at": None}
        return self.standing().filter(handed_in_at__isnull=False, **counted)


class Scorecard(GuardedModel):
    """One judge's marks for one version: saved tap by tap, handed in once or reopened."""

    lock_rank = 60

    judge = models.ForeignKey("judging.Judge", models.PROTECT, related_name="scorecards")
    version = models.ForeignKey("teams.Version", models.PROTECT, related_name="scorecards")
    remarks = models.TextField(_("comment"), blank=True, max_length=5000)
    note = models.TextField(_("private note"), blank=True, max_length=5000)
    revision = models.PositiveIntegerField(default=0)
    # each field's name to the revision in which it last changed
    changed_in = models.JSONField(default=dict, editable=False)
    saved_at = models.DateTimeField(_("saved"), null=True, editable=False)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, editable=False)
    reopened_at = models.DateTimeField(_("reopened"), null=True, editable=False)
    reopened_reason = models.CharField(max_length=300, blank=True, editable=False)
    abstained_at = models.DateTimeField(_("abstained"), null=True, editable=False)
    abstained_reason = models.CharField(max_length=300, blank=True, editable=False)
    set_aside_at = models.DateTimeField(_("set aside"), null=True, editable=False)
    set_aside_reason = models.CharField(max_length=300, blank=True, editable=False)
    # whose panel gave these marks, while the team is in another challenge
    moved_from = models.ForeignKey(
        "challenges.Challenge", models.PROTECT, null=True, editable=False, related_name="+"
    )
    # by a challenge's number what this scorecard is for its panel: nothing where the same marks
    # count there, else what they were (``judging.services.keeping``)
    elsewhere = models.JSONField(null=True, editable=False)

    # a criterion's number to its mark, and to its ends, where a service brought them along
    given: dict[int, int]
    scales: dict[int, tuple[int, int]]

    # what lists and the desk read along
    is_tied: bool
    is_unsettled: bool
    is_competing: bool
    rubric: list[Criterion]

    objects: ClassVar = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [
            models.UniqueConstraint(name="scorecard_once", fields=["judge", "version"]),
            models.CheckConstraint(
                name="scorecard_abstained_has_reason",
                condition=Q(abstained_at=None) | ~Q(abstained_reason=""),
                violation_error_message=_("Say why you abstain."),
            ),
            models.CheckConstraint(
                name="scorecard_set_aside_has_reason",
                condition=Q(set_aside_at=None) | ~Q(set_aside_reason=""),
                violation_error_message=_("Say why the scorecard is set aside."),
            ),
            models.CheckConstraint(
                name="scorecard_moved_is_set_aside",
                condition=Q(moved_from=None) | Q(set_aside_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.version}"

    @property
    def event(self) -> Event:
        return self.judge.event


class Score(GuardedModel):
    """The mark given for one criterion, with the ends of the scale it was given on."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("mark"))
    lowest = models.PositiveSmallIntegerField(default=1)
    highest = models.PositiveSmallIntegerField(default=5)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="score_once", fields=["scorecard", "criterion"]),
            models.CheckConstraint(
                name="score_in_range",
                condition=Q(value__gte=F("lowest"), value__lte=F("highest")),
                violation_error_message=_("This mark is not on the scale."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)


MOVED = "moved"  # in place of a device: what a project that comes back brings along


class MarkChange(GuardedModel):
    """A mark given, changed or taken back: who, when, from what to what. Append-only."""

    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="mark_changes")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="mark_changes")
    before = models.PositiveSmallIntegerField(_("before"), null=True)
    after = models.PositiveSmallIntegerField(_("after"), null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    changed_at = models.DateTimeField(_("when"))
    device = models.CharField(max_length=32, blank=True)  # a random name that the browser keeps

    class Meta:
        triggers = [NEVER_CHANGES]
        verbose_name = _("change of a mark")
        verbose_name_plural = _("changes of marks")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def event(self) -> Event:
        return self.scorecard.judge.event


class PaperSheet(GuardedModel):
    """Marks from paper: typed in by one person, and counted once another has confirmed them."""

    lock_rank = 61

    judge = models.ForeignKey("judging.Judge", models.PROTECT, related_name="paper_sheets")
    version = models.ForeignKey("teams.Version", models.PROTECT, related_name="paper_sheets")
    marks = models.JSONField(default=dict)  # a criterion's number to its mark
    remarks = models.TextField(_("comment"), blank=True, max_length=5000)
    rules = models.PositiveIntegerField(
        _("rule sheet by which the paper was filled in"), null=True, editable=False
    )
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(_("typed in"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    refused_at = models.DateTimeField(_("refused"), null=True, editable=False)

    class Meta:
        verbose_name = _("sheet typed in from paper")
        verbose_name_plural = _("sheets typed in from paper")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="paper_sheet_has_two_people",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("typed_by")),
                violation_error_message=_("Another person confirms what you typed in."),
            ),
            models.UniqueConstraint(
                name="paper_sheet_one_waiting",
                fields=["judge", "version"],
                condition=Q(confirmed_at=None, refused_at=None),
                violation_error_message=_(
                    "This sheet has been typed in and waits to be confirmed."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.version}"

    @property
    def event(self) -> Event:
        return self.judge.event


class Refusal(GuardedModel):
    """Something in judging that somebody tried and that was refused, kept as evidence."""

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="jury_refusals")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(_("what was tried"), max_length=60)
    data = models.JSONField(_("details"), default=dict)  # ids and numbers, no words of people
    # as the code has it, to be looked for; what is read is worded from ``sentences``
    reason = models.CharField(_("reason"), max_length=300)
    sentences = models.JSONField(null=True, editable=False)
    refused_at = models.DateTimeField(_("when"))

    class Meta:
        triggers = [NEVER_CHANGES]
        verbose_name = _("refused attempt")
        verbose_name_plural = _("refused attempts")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb}: {self.why}"

    @property
    def why(self) -> str:
        """In the reader's language."""
        return word_sentences(self.sentences) or self.reason
