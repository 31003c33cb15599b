from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

MUST_BE_WRITTEN = ("title", "summary")


class SubmissionForm(forms.Form):
    """What a team writes about its work. A draft may be incomplete; ``is_final`` asks for all."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences: for whom, which problem, what is new."),
    )
    description = forms.CharField(
        label=_("Description (optional)"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Markdown: **bold**, lists, links, tables. The preview shows how it will look."
        ),
    )
    repository_url = forms.URLField(
        label=_("Repository (optional)"), required=False, assume_scheme="https", max_length=200
    )
    demo_url = forms.URLField(
        label=_("Demo (optional)"), required=False, assume_scheme="https", max_length=200
    )
    video_url = forms.URLField(
        label=_("Video (optional)"), required=False, assume_scheme="https", max_length=200
    )
    file = forms.FileField(
        label=_("One PDF (optional)"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    remove_file = forms.BooleanField(label=_("Remove the PDF"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, has_file: bool, is_final: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_final = is_final
        limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        self.fields["file"].help_text = _("At most %(limit)s.") % {"limit": limit}
        if not has_file:
            del self.fields["remove_file"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset(
                _("Your project"), Field("title", autocomplete="off"), "summary", "description"
            ),
            Fieldset(_("Links"), "repository_url", "demo_url", "video_url"),
            Fieldset(_("File"), "file", *(["remove_file"] if has_file else [])),
            "revision",
        )

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
        for name in MUST_BE_WRITTEN:
            if self.is_final and name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Write this before you submit."))
        return cleaned
