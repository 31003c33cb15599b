from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
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
    file = forms.FileField(
        label=_("One more file (optional)"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, questions: Sequence[Any] = (), is_final: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_final, self.questions = is_final, questions
        self.is_on_record = False  # a try that came to the service is kept by it
        limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        self.fields["file"].help_text = _("At most %(limit)s.") % {"limit": limit}
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
            Fieldset(_("Files"), "file"),
            "revision",
            "key",
        )  # fmt: skip

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload:
            return upload
        if upload.size > settings.ATTACHMENT_MAX_BYTES:
            raise ValidationError(
                _("This file has %(size)s; the limit is %(limit)s. Choose a smaller one."),
                params={
                    "size": filesizeformat(upload.size),
                    "limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES),
                },
            )
        start = upload.read(1024)
        upload.seek(0)
        if b"%PDF-" not in start:
            raise ValidationError(_("This is not a PDF. Save your document as PDF and choose it."))
        return upload

    def clean(self):
        cleaned = super().clean()
        needed = [*MUST_BE_WRITTEN, *(q.key for q in self.questions if q.is_required)]
        for name in needed:
            if self.is_final and name not in self.errors and cleaned.get(name) in (None, "", []):
                self.add_error(name, _("Write this before you submit."))
        return cleaned

    def content(self) -> dict[str, Any]:
        """What is fit to be kept: a field with a mistake keeps its earlier value."""
        apart = {"file", "revision", "key"}
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
