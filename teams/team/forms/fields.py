from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.texts import shortened
from hackathon.web.forms import LONGEST_ADDRESS


class EmailListField(forms.CharField):
    """Addresses, one a line. Gives a list without repeats, in the order written."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def to_python(self, value):
        written = (super().to_python(value) or "").lower().replace(",", " ").split()
        return list(dict.fromkeys(written))

    def run_validators(self, value):
        for address in value:
            if len(address) > LONGEST_ADDRESS:
                raise ValidationError(
                    _("“%(address)s” is too long for an address: at most %(most)d characters."),
                    params={"address": shortened(address, 40), "most": LONGEST_ADDRESS},
                )
            try:
                validate_email(address)
            except ValidationError as refusal:
                raise ValidationError(
                    _("“%(address)s” is not an email address."), params={"address": address}
                ) from refusal
