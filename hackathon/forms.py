from django import forms
from django.utils.translation import gettext_lazy as _

from hackathon.texts import harmless

NATIVE = {"en": "English", "fr": "Français", "nl": "Nederlands", "de": "Deutsch"}
SPOKEN = {
    **NATIVE, "es": "Español", "it": "Italiano", "pt": "Português", "pl": "Polski",
    "ro": "Română", "tr": "Türkçe", "uk": "Українська", "ar": "العربية",
}  # fmt: skip


class PlainField(forms.CharField):
    """What people type, without characters that nobody sees and that turn the words around it."""

    def to_python(self, value):
        return harmless(super().to_python(value) or "").strip()


class SignupForm(forms.Form):
    """What allauth's sign-up asks beyond address and password."""

    name = PlainField(
        label=_("Name"),
        max_length=80,
        help_text=_("As your team and the jury will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["name", "email", "password1"]

    def signup(self, request, user) -> None:
        """Nothing more to keep: the adapter has set name and language."""


class MailedCodeForm(forms.Form):
    code = PlainField(
        label=_("Code from the mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
