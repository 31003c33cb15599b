"""What the jury goes by: criteria, panels, the official method; published as numbered sheets."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import NEVER_CHANGES, GuardedModel, GuardedQuerySet
from hackathon.kernel.models.event import Event
from judging.rules.sheet_changes import Change, changes_between, weighing_in


class CriterionQuerySet(GuardedQuerySet):
    def in_force(self) -> Self:
        return self.filter(retired_at=None)


class Criterion(GuardedModel):
    """One line of the rubric, with its own scale; the weight says how much it counts."""

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="criteria")
    challenge = models.ForeignKey(
        "challenges.Challenge",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("challenge"),
        help_text=_("Empty: it counts in every challenge."),
    )
    title = models.CharField(_("title"), max_length=80)
    meaning = models.CharField(_("what it means"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1)]
    )
    lowest = models.PositiveSmallIntegerField(_("lowest mark"), default=1)
    highest = models.PositiveSmallIntegerField(
        _("highest mark"), default=5, validators=[MaxValueValidator(10)]
    )
    anchors = models.TextField(
        _("what each mark means"),
        blank=True,
        help_text=_("One line a mark, from the lowest to the highest."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)

    # in hundredths of all weights, for pages
    share: int

    objects: ClassVar = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("rubric")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="criterion_counts",
                condition=Q(weight__gte=1),
                violation_error_message=_("A criterion that counts for nothing is none."),
            ),
            models.CheckConstraint(
                name="criterion_scale_in_order",
                condition=Q(lowest__lt=F("highest"), highest__lte=10),
                violation_error_message=_("The scale goes up, to 10 at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def levels(self) -> list[tuple[int, str]]:
        """Each mark of the scale with the sentence that explains it, or none."""
        marks = range(self.lowest, self.highest + 1)
        sentences = [line.strip() for line in self.anchors.splitlines()][: len(marks)]
        lines: Iterable[tuple[Any, Any]] = zip_longest(marks, sentences, fillvalue="")
        return list(lines)


class JuryRules(GuardedModel):
    """How an event's jury works; one row an event, made when it is first edited."""

    class Official(models.TextChoices):
        MEAN = "mean", _("the plain weighted mean")
        CALIBRATED = "calibrated", _("the calibrated score")

    class Shown(models.TextChoices):
        ACCEPTED = "accepted", _("each judge as soon as they have accepted")
        ALWAYS = "always", _("all judges as soon as they are in the list, invited or not")
        PUBLISHED = "published", _("when the results are published")

    class ConflictsTold(models.TextChoices):
        """Who reads what ties a judge to a team, beside the judge."""

        ORGANISERS = "organisers", _("the organisers alone")
        LEADERS = "leaders", _("the organisers and whoever leads the panel")
        MINUTES = (
            "minutes",
            _("the organisers, whoever leads the panel, and the readers of the minutes"),
        )

    class Step(models.TextChoices):
        """A rung of the ladder by which ties are settled."""

        OTHER_NUMBER = "other", _("the number that is not official: plain mean or calibrated score")
        FIRST_CRITERION = "first", _("the mean of the first criterion")
        MEDIAN = "median", _("the median of the judges' scores")
        HEAD_TO_HEAD = "head", _("how many judges put the one before the other")
        PRESIDENT = "president", _("the president decides, with a reason")

    event = models.OneToOneField("hackathon.Event", models.CASCADE, related_name="jury_rules")
    official = models.CharField(
        _("official number"), max_length=10, choices=Official, default=Official.MEAN
    )
    ladder = ArrayField(
        models.CharField(max_length=10, choices=Step),
        verbose_name=_("ties are settled by"),
        default=list,
        blank=True,
    )
    edits_until_lock = models.BooleanField(
        _("judges may change marks until judging closes"),
        default=False,
        help_text=_("Otherwise a scorecard is fixed once it is handed in."),
    )
    jury_shown = models.CharField(
        _("the public sees the jury"), max_length=9, choices=Shown, default=Shown.ACCEPTED
    )
    conflicts_told = models.CharField(
        _("who reads what ties a judge to a team"),
        max_length=10,
        choices=ConflictsTold,
        default=ConflictsTold.LEADERS,
        help_text=_(
            "This is about kind and reason: all of these people know that a judge does not score "
            "a team. Judges see who reads what when they declare a conflict of interest."
        ),
    )
    conduct = models.TextField(
        _("code of conduct"), blank=True, help_text=_("Markdown. Judges accept it with their seat.")
    )

    class Meta:
        verbose_name = _("rules of the jury")
        verbose_name_plural = _("rules of the jury")

    def __str__(self) -> str:
        return str(self.event)


class Panel(GuardedModel):
    """How the submissions of one challenge are shared out; one row a challenge."""

    lock_rank = 48

    class Mode(models.TextChoices):
        ALL = "all", _("everyone sees everything")
        SOME = "some", _("each submission is seen by some")

    class Opening(models.TextChoices):
        PRESIDENT = "president", _("the president releases each wave")
        ITSELF = "itself", _("a wave opens when the one before is in")

    challenge = models.OneToOneField("challenges.Challenge", models.CASCADE, related_name="panel")
    mode = models.CharField(_("who sees what"), max_length=4, choices=Mode, default=Mode.ALL)
    reviews_each = models.PositiveSmallIntegerField(
        _("reviews of each submission"), default=3, validators=[MinValueValidator(1)]
    )
    most_per_judge = models.PositiveSmallIntegerField(
        _("most reviews of one judge"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    more_waves = models.PositiveSmallIntegerField(_("further waves"), default=0)
    wave_size = models.PositiveSmallIntegerField(_("reviews in a further wave"), default=0)
    stop_at = models.PositiveSmallIntegerField(
        _("stop when the leader is this sure, in per cent"),
        default=80,
        validators=[MinValueValidator(50), MaxValueValidator(99)],
    )
    opening = models.CharField(
        _("waves open"), max_length=9, choices=Opening, default=Opening.PRESIDENT
    )
    discussion_opened_at = models.DateTimeField(_("discussion opened"), null=True, editable=False)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")

    def __str__(self) -> str:
        return str(self.challenge)

    @property
    def event(self) -> Event:
        return self.challenge.event


class RuleSheet(GuardedModel):
    """Everything that decides how marks become a ranking, as it was published. Never changed."""

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="rule_sheets")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        triggers = [NEVER_CHANGES]
        verbose_name = _("rule sheet")
        verbose_name_plural = _("rule sheets")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="rule_sheet_number_once", fields=["event", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.number}"

    @property
    def changes(self) -> list[Change]:
        """What it says otherwise than the sheet before it; nothing of the first."""
        before = self.before
        return changes_between(before.content, self.content) if before else []

    @property
    def before(self) -> "RuleSheet | None":
        earlier = RuleSheet.objects.filter(event=self.event_id, number__lt=self.number)
        return earlier.order_by("number").last()

    @property
    def weighs_otherwise(self) -> bool:
        """Whether totals change although no mark does: by weights, scales, or which criteria
        count."""
        before = self.before
        return before is not None and weighing_in(before.content) != weighing_in(self.content)


class ChangeOfSense(GuardedModel):
    """A criterion has got another sense after marks were given: what that touched, as it was.

    Kept so that the change can be taken back whole, as long as nobody has gone on from it.
    """

    lock_rank = 46

    sheet = models.OneToOneField(RuleSheet, models.PROTECT, related_name="change_of_sense")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="changes_of_sense")
    # the criterion's columns that changed, with what they held; none of a new criterion
    was = models.JSONField(null=True)
    # each scorecard that was opened: its number, and what its columns held
    cards = models.JSONField(default=list)
    # each mark whose scale changed or that was taken back: its number and its columns
    marks = models.JSONField(default=list)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    class Meta:
        verbose_name = _("change of a criterion's sense")
        verbose_name_plural = _("changes of criteria's sense")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.sheet)

    @property
    def event(self) -> Event:
        return self.sheet.event
