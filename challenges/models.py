"""What the event offers: challenges, prizes, and the facts of its public page."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel
from hackathon.kernel.models.event import Event


class Challenge(GuardedModel):
    """One question that teams answer."""

    lock_rank = 5

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="challenges")
    slug = models.SlugField(_("short name in addresses"))
    title = models.CharField(_("title"), max_length=120)
    question = models.CharField(
        _("question"), max_length=300, help_text=_("The challenge as the question it is.")
    )
    brief = models.TextField(_("brief"), blank=True, help_text=_("Markdown."))
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    submissions_close_at = models.DateTimeField(
        _("submissions close"),
        null=True,
        blank=True,
        help_text=_("Empty: with the event's own deadline."),
    )

    # what pages of questions and the overview read along
    waiting: int
    is_owned: bool
    has_prize: bool

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="challenge_slug_once_per_event",
                fields=["event", "slug"],
                violation_error_message=_("Another challenge of this event has this short name."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenges:challenge", args=[self.event.slug, self.slug])


class Prize(GuardedModel):
    """What can be won in a challenge."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="prizes")
    title = models.CharField(_("title"), max_length=120)
    reward = models.CharField(_("reward"), max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        ordering = ["challenge__position", "rank"]
        constraints = [
            models.UniqueConstraint(
                name="prize_rank_once",
                fields=["challenge", "rank"],
                violation_error_message=_("Another prize of this challenge has this order."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def event(self) -> Event:
        return self.challenge.event


class ChallengeOwner(GuardedModel):
    """Who set the challenge, and answers questions about it."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="owners")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_challenges"
    )

    class Meta:
        verbose_name = _("challenge owner")
        verbose_name_plural = _("challenge owners")
        constraints = [
            models.UniqueConstraint(
                name="challenge_owner_once",
                fields=["challenge", "user"],
                violation_error_message=_("This person already owns the challenge."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event(self) -> Event:
        return self.challenge.event


UNANSWERED_AT_ONCE = 20


class Question(GuardedModel):
    """What somebody asks about a challenge; who it was, the public never learns."""

    lock_rank = 25

    event = models.ForeignKey("hackathon.Event", models.PROTECT, related_name="questions")
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions")
    text = models.TextField(_("question"), max_length=1000)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    slot = models.PositiveSmallIntegerField(editable=False)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="question_slot_once",
                fields=["event", "asked_by", "slot"],
                condition=Q(answered_at=None),
                violation_error_message=_("You have just asked another question. Try again."),
            ),
            models.CheckConstraint(
                name="question_slot_exists",
                condition=Q(slot__gte=1, slot__lte=UNANSWERED_AT_ONCE),
                violation_error_message=_("You have too many questions without an answer."),
            ),
            models.CheckConstraint(
                name="question_published_is_answered",
                condition=Q(published_at=None) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="question_answer_has_author",
                condition=Q(answered_at=None) | (Q(answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_public(self) -> bool:
        return self.published_at is not None


class EventFact(GuardedModel):
    """A row of an event's public page, in the organiser's order."""

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Partner(EventFact):
    """An organisation that makes the event possible."""

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    url = models.URLField(_("website"), blank=True)

    class Meta(EventFact.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name


class Quotation(EventFact):
    """What somebody said, word for word, with who and in which function."""

    text = models.TextField(_("words"))
    author = models.CharField(_("author"), max_length=120)
    function = models.CharField(_("function"), max_length=200, blank=True)

    class Meta(EventFact.Meta):
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")

    def __str__(self) -> str:
        return self.author


class Figure(EventFact):
    """A number worth showing large: 30 hours, 43 teams."""

    value = models.CharField(_("figure"), max_length=20)
    label = models.CharField(_("label"), max_length=80)

    class Meta(EventFact.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class Milestone(EventFact):
    """A line of the programme: a day, and a time if it matters."""

    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)

    class Meta(EventFact.Meta):
        verbose_name = _("programme item")
        verbose_name_plural = _("programme")
        ordering = ["day", "starts_at", "position", "id"]

    def __str__(self) -> str:
        return self.title
