from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hackathon.files.photos import portrait
from hackathon.kernel.models.user import Role
from hackathon.web.fields import LanguagesField, SkillsField
from hackathon.web.forms import NATIVE, PlainField
from hackathon.web.revised_forms import SHOWN_CHOICES, RevisedRowForm

SHOWN = {
    "organisation": _("Organisation"),
    "role": _("Role"),
    "bio": _("A few words"),
    "photo": _("Photo"),
}


class ProfileForm(RevisedRowForm):
    """Who a person is, which of it others see, and the language of their pages."""

    name = PlainField(
        label=_("Name"),
        max_length=80,
        help_text=_("As your team and the jury will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"),
        choices=[(code, NATIVE[code]) for code, _name in settings.LANGUAGES],
        widget=forms.RadioSelect,
    )
    organisation = PlainField(
        label=_("Organisation (optional)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    role = forms.ChoiceField(
        label=_("Role (optional)"), choices=[("", "—"), *Role.choices], required=False
    )
    skills = SkillsField(label=_("What I can do (optional)"))
    languages = LanguagesField(label=_("Languages that I speak (optional)"))
    bio = PlainField(
        label=_("A few words about me (optional)"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=_("Photo (optional)"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 5 MB. It is cut to a square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    without_photo = forms.BooleanField(label=_("Take my photo away"), required=False)
    shown = forms.MultipleChoiceField(
        label=_("What others see where I look for a team"),
        choices=list(SHOWN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Your name is always there. Skills and languages you choose for each event."),
    )

    def __init__(self, *args: Any, has_photo: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_photo:
            del self.fields["without_photo"]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *self.fields, SHOWN_CHOICES, Submit("save", _("Save"), css_class="button")
        )

    def clean_photo(self) -> UploadedFile | None:
        upload = self.cleaned_data["photo"]
        return portrait(upload) if upload else None
