import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.texts import shorten_text
from hackathon.web.forms import LONGEST_ADDRESS

MOST_REFUSED = 5  # of a long list; the rest is told when these are mended


def split_entries(written: str) -> list[str]:
    """One a line, or parted by commas or semicolons; a line of nothing but addresses may have
    several. What is no address stays whole, so that a refusal can say all of it."""
    lines = [line.strip() for line in re.split(r"[\r\n,;]+", written)]
    found: list[str] = []
    for line in filter(None, lines):
        words = line.split()
        found += words if all(is_address(word) for word in words) else [line]
    return found


def is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return True


class EmailListField(forms.CharField):
    """Addresses. Gives a list without repeats, in the order written, in small letters."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return split_entries(super().to_python(value) or "")

    def clean(self, value: Any) -> Any:
        return list(dict.fromkeys(address.lower() for address in super().clean(value)))

    def run_validators(self, value: Any) -> None:
        refused = [refusal for line in value if (refusal := refusal_of(line))]
        if refused:
            raise ValidationError(refused[:MOST_REFUSED])


def refusal_of(line: str) -> ValidationError | None:
    if len(line) > LONGEST_ADDRESS:
        return ValidationError(
            _("“%(address)s” is too long for an address: at most %(most)d characters."),
            params={"address": shorten_text(line, 40), "most": LONGEST_ADDRESS},
        )
    if not is_address(line):
        return ValidationError(
            _("“%(address)s” is not an email address."), params={"address": line}
        )
    return None
