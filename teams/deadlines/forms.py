from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from hackathon.web.forms import PlainField


class LateForm(forms.Form):
    """Why a team needs more time than it had."""

    reason = PlainField(
        label=_("What kept you"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.template = "form_alone.html"  # the page lists what was refused
