"""Forms of allauth that need a word of the house."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _


class DeleteAccountForm(forms.Form):
    agree = forms.BooleanField(
        label=_("I have read what goes and what stays"),
        error_messages={"required": _("Tick this to delete your account.")},
    )


class AskCodeForm(RequestLoginCodeForm):
    def clean_email(self) -> str:
        """As the other forms of allauth do: the adapter looks at the address first."""
        self.cleaned_data["email"] = get_adapter().clean_email(self.cleaned_data["email"])
        return super().clean_email()
