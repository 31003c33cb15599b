from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.texts import harmless, in_one_line, is_visible

if TYPE_CHECKING:
    from hackathon.kernel.models.user import User


NATIVE = {"en": "English", "fr": "Français", "nl": "Nederlands", "de": "Deutsch"}
SPOKEN = {
    **NATIVE,
    "es": "Español",
    "it": "Italiano",
    "pt": "Português",
    "pl": "Polski",
    "ro": "Română",
    "tr": "Türkçe",
    "uk": "Українська",
    "ar": "العربية",
}


class InvitationLanguageField(forms.ChoiceField):
    """In which language somebody is invited who has no account, and so no language of their own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Language of the invitation"),
            choices=list(NATIVE.items()),
            help_text=_("Somebody who has an account reads it in their own language."),
            **options,
        )


LONGEST_ADDRESS = 254  # of RFC 5321, and of every column that holds one


class AddressField(forms.EmailField):
    """An address that fits where it is kept; Django's own form field lets 320 letters through."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_ADDRESS)
        super().__init__(**options)


def rows_field(form: forms.BaseForm, name: str) -> "forms.ModelChoiceField[Any]":
    """A field of the form in which rows are chosen."""
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """A field of the form in which one of several words is chosen."""
    return cast("forms.ChoiceField", form.fields[name])


def text_to_see(typed: str, widget: forms.Widget) -> str:
    """What was typed, without signs that turn the words around it; in one line, unless the field is
    an area of several; empty if nobody sees any of it."""
    text = harmless(typed if isinstance(widget, forms.Textarea) else in_one_line(typed))
    return text if is_visible(text) else ""


class PlainField(forms.CharField):
    """What people type, without characters that nobody sees and that turn the words around it; in
    one line, unless it is typed into an area of several."""

    def to_python(self, value: Any) -> str:
        return text_to_see(super().to_python(value) or "", self.widget).strip()


class SignupForm(forms.Form):
    """What allauth's sign-up asks beyond address and password."""

    name = PlainField(
        label=_("Name"),
        max_length=80,
        help_text=_("As your team and the jury will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: "User") -> None:
        """Nothing more to keep: the adapter has set name and language."""


class MailedCodeForm(forms.Form):
    code = PlainField(
        label=_("Code from the mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
