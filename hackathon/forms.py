from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """What allauth's sign-up asks beyond address and password."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As your team and the jury will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["name", "email", "password1"]

    def signup(self, request, user) -> None:
        """Nothing more to keep: the adapter has set name and language."""
