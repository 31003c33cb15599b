"""The form with which people register, as the organiser builds it; and what they agree to."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import GuardedModel
from teams.participants.models.participant import Participant


class AskedQuestion(GuardedModel):
    """A question that an organiser puts into a form."""

    class Kind(models.TextChoices):
        SHORT = "short", _("short text")
        LONG = "long", _("long text")
        CHOICE = "choice", _("one of several")
        CHOICES = "choices", _("several of several")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        FILE = "file", _("file")

    position = models.PositiveSmallIntegerField(_("order"), default=1)
    label = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind, default=Kind.SHORT)
    options = models.TextField(
        _("choices"), blank=True, help_text=_("One a line, the same order in every language.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        return f"q{self.pk}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Numbered, so that an answer means the same in every language."""
        lines = [line.strip() for line in self.options.splitlines() if line.strip()]
        return [(str(number), line) for number, line in enumerate(lines, start=1)]

    def told(self, value: Any) -> str:
        """An answer in words, in the reader's language."""
        named = dict(self.choices)
        if self.kind == self.Kind.YES_NO:
            named = {"yes": str(_("yes")), "no": str(_("no"))}
        values = value if isinstance(value, list) else [value]
        return ", ".join(named.get(str(v), str(v)) for v in values if v not in (None, ""))


class EntryQuestion(AskedQuestion):
    """One question of an event's registration form."""

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="entry_questions")
    shown_if = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only after this question"),
        help_text=_("Shown only if an earlier question has the answer below."),
    )
    shown_if_answer = models.CharField(
        _("with this answer"),
        max_length=200,
        blank=True,
        help_text=_("“yes”, “no”, or the number of the choice: 1 for the first."),
    )

    class Meta:
        verbose_name = _("question of the registration form")
        verbose_name_plural = _("registration form")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="entry_question_choices_are_listed",
                condition=~Q(kind__in=["choice", "choices"]) | ~Q(options=""),
                violation_error_message=_("Write the choices, one a line."),
            )
        ]


class EntryAnswer(GuardedModel):
    """What somebody answered: text, a number of a choice, a list of them; a file by its hash."""

    names_files = ("file_sha256",)

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")
    question = models.ForeignKey(EntryQuestion, models.CASCADE, related_name="answers")
    value = models.JSONField(null=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="entry_answer_once", fields=["participant", "question"])
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.shown}"

    @property
    def shown(self) -> str:
        """The answer in words, in the reader's language."""
        return self.file_name or self.question.told(self.value)


class ConsentText(GuardedModel):
    """A text that people agree to, word for word. It never changes: a new version replaces it."""

    class Kind(models.TextChoices):
        RULES = "rules", _("Rules of the event")
        IMAGE = "image", _("Photos and films")
        PROPERTY = "property", _("Intellectual property")
        DATA = "data", _("Personal data")

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="consent_texts")
    kind = models.CharField(_("about"), max_length=8, choices=Kind)
    version = models.PositiveSmallIntegerField(_("version"), editable=False)
    sentence = models.CharField(
        _("what people agree to, in a sentence"),
        max_length=300,
        help_text=_("For example: I have read the rules and keep to them."),
    )
    text = models.TextField(_("the whole text"), blank=True, help_text=_("Markdown."))
    is_required = models.BooleanField(_("needed to take part"), default=True)
    published_at = models.DateTimeField(_("since"), editable=False)

    class Meta:
        verbose_name = _("text to agree to")
        verbose_name_plural = _("texts to agree to")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="consent_version_once",
                fields=["event", "kind", "version"],
                violation_error_message=_("Somebody has just written a new version. Look at it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"

    @property
    def key(self) -> str:
        return f"consent{self.pk}"


class Acceptance(GuardedModel):
    """Who agreed to which version of a text, when, and in which language it was read."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="acceptances")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField(_("agreed"))
    language = models.CharField(_("language"), max_length=2)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(name="acceptance_once", fields=["participant", "text"])
        ]

    def __str__(self) -> str:
        return str(self.text)
