"""What people can do and speak, as they type and choose it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hackathon.forms import SPOKEN, PlainField

MOST_SKILLS, LONGEST_SKILL = 10, 30


class SkillsField(PlainField):
    """Words with commas between them; gives a list in small letters, without repeats."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault(
            "help_text", _("With commas between them, for example: design, Python, law.")
        )
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        written = (super().to_python(value) or "").replace("\n", ",").split(",")
        words = (" ".join(word.split()).lower() for word in written)
        return list(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def run_validators(self, value):
        if len(value) > MOST_SKILLS:
            raise ValidationError(_("Choose the ten that matter most."))
        if long := next((word for word in value if len(word) > LONGEST_SKILL), None):
            raise ValidationError(
                _("“%(word)s” is too long: use a word or two."), params={"word": long[:40]}
            )


class LanguagesField(forms.MultipleChoiceField):
    """Languages that people speak, each by its own name."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            choices=list(SPOKEN.items()), required=False, widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )  # fmt: skip
