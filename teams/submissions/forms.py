from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.texts import harmless
from hackathon.web.fields import SkillsField
from hackathon.web.forms import PlainField
from teams.participants.forms import as_json, field_for
from teams.submissions.selectors.drafting import digest_of, names_of

READ_BY_ALL = _("Everyone reads your answer once the projects are public.")
READ_BY_FEW = _("Only your team, the organisers and the jury read your answer.")


class LinkField(forms.URLField):
    """An address on the web, checked for its form. Nobody here ever goes and looks."""

    said = _("Write an address on the web, for example https://example.org.")
    default_error_messages = {"invalid": said}
    default_validators = [URLValidator(schemes=["http", "https"], message=said)]

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, assume_scheme="https", max_length=200, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(harmless(value) if value else value)


class SubmissionForm(forms.Form):
    """What a team writes about its work; a draft may be incomplete.

    ``held`` are fields that two people changed: they wait until somebody decides.
    """

    is_final = False  # whether it is to be submitted as it is
    is_on_record = False  # a try that came to the service is kept by it

    title = PlainField(label=_("Title"), max_length=120, required=False)
    summary = PlainField(
        label=_("Summary"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences: for whom, which problem, what is new."),
    )
    description = PlainField(
        label=_("Description (optional)"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Markdown: **bold**, lists, links, tables. The preview shows how it will look."
        ),
    )
    technologies = SkillsField(label=_("Technologies (optional)"))
    repository_url = LinkField(label=_("Repository (optional)"))
    demo_url = LinkField(label=_("Demo (optional)"))
    video_url = LinkField(label=_("Video (optional)"))
    slides_url = LinkField(label=_("Slides (optional)"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(
        self, *args: Any, questions: Sequence[Any] = (), held: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.key] = field_for_question(question)
        self.names = names_of(questions)
        self.held = set(held) & set(self.names)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.template = "form_alone.html"  # the page lists what was refused
        self.helper.disable_csrf = True  # the page brings the token, and its script reads one
        own = [question.key for question in questions]
        self.helper.layout = Layout(
            Fieldset(
                _("Your project"),
                Field("title", autocomplete="off"),
                "summary",
                "description",
                "technologies",
            ),
            *([Fieldset(_("Questions of the organisers"), *own)] if own else []),
            Fieldset(_("Links"), "repository_url", "demo_url", "video_url", "slides_url"),
            "revision",
            "key",
        )

    def content(self) -> dict[str, Any]:
        """What was sent and is fit to be kept: a field with a mistake keeps its earlier value."""
        fit = [name for name in self.names if name in self.cleaned_data and name not in self.held]
        return {name: as_kept(self.cleaned_data[name]) for name in fit}

    def touched(self) -> dict[str, Any]:
        """Without the fields that are as the page showed them: those are not the writer's words."""
        content = self.content().items()
        return {name: v for name, v in content if digest_of(v) != self.data.get(f"seen-{name}")}

    def typed_names(self) -> set[str]:
        """The fields that stay as they were typed when the form is shown again."""
        return {*self.touched(), *self.held, *(name for name in self.errors if name in self.names)}

    def rebase(self, written: Mapping[str, Any], revision: int) -> None:
        """Shown again over the draft as it is now: what nobody typed here comes from there."""
        typed = self.typed_names()
        data: Any = self.data
        self.data = data = data.copy()
        data["revision"] = revision
        for name in set(self.names) - typed:
            value = written[name]
            data.setlist(name, value if isinstance(value, list) else [value])


def as_kept(value: Any) -> Any:
    kept = as_json(value)
    return "" if kept is None else kept


def field_for_question(question: Any) -> forms.Field:
    """The question, and who reads its answer."""
    field = field_for(question)
    if not question.is_required:
        field.label = _("%(label)s (optional)") % {"label": question.label}
    readers = READ_BY_ALL if question.is_public else READ_BY_FEW
    field.help_text = f"{question.help} {readers}" if question.help else readers
    return field
