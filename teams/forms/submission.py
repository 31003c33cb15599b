from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from hackathon.fields import SkillsField
from hackathon.forms import PlainField
from teams.forms.entry import as_json, field_for

MUST_BE_WRITTEN = ("title", "summary")


def link(label: str) -> forms.URLField:
    return forms.URLField(label=label, required=False, assume_scheme="https", max_length=200)


class SubmissionForm(forms.Form):
    """What a team writes about its work. A draft may be incomplete; ``is_final`` asks for all."""

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
    repository_url = link(_("Repository (optional)"))
    demo_url = link(_("Demo (optional)"))
    video_url = link(_("Video (optional)"))
    slides_url = link(_("Slides (optional)"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, questions: Sequence[Any] = (), is_final: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_final, self.questions = is_final, questions
        for question in questions:
            self.fields[question.key] = asked(question)
        self.helper = FormHelper()
        self.helper.form_tag = False
        own = [question.key for question in questions]
        self.helper.layout = Layout(
            Fieldset(
                _("Your project"),
                Field("title", autocomplete="off"), "summary", "description", "technologies",
            ),
            *([Fieldset(_("Questions of the organisers"), *own)] if own else []),
            Fieldset(_("Links"), "repository_url", "demo_url", "video_url", "slides_url"),
            "revision",
            "key",
        )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        needed = [*MUST_BE_WRITTEN, *(q.key for q in self.questions if q.is_required)]
        for name in needed:
            if self.is_final and name not in self.errors and cleaned.get(name) in (None, "", []):
                self.add_error(name, _("Write this before you submit."))
        return cleaned

    def content(self) -> dict[str, Any]:
        """What is fit to be kept: a field with a mistake keeps its earlier value."""
        apart = {"revision", "key"}
        return {
            name: as_json(value) if name[:1] == "q" else value
            for name, value in self.cleaned_data.items()
            if name not in apart
        }


def asked(question: Any) -> forms.Field:
    field = field_for(question)
    if not question.is_required:
        field.label = _("%(label)s (optional)") % {"label": question.label}
    return field
