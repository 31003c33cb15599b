"""What people can do and speak, as they type and choose it."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, get_format
from django.utils.functional import lazy
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hackathon.web.forms import SPOKEN, PlainField

MOST_SKILLS, LONGEST_SKILL = 10, 30


class SkillsField(PlainField):
    """Words with commas between them; gives a list in small letters, without repeats."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("With commas between them, for example: design, Python, law.")
        )
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        written = (super().to_python(value) or "").replace("\n", ",").split(",")
        words = (" ".join(word.split()).lower() for word in written)
        return list(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        if len(value) > MOST_SKILLS:
            raise ValidationError(_("Choose the ten that matter most."))
        if long := next((word for word in value if len(word) > LONGEST_SKILL), None):
            raise ValidationError(
                _("“%(word)s” is too long: use a word or two."), params={"word": long[:40]}
            )


class LanguagesField(forms.MultipleChoiceField):
    """Languages that people speak, each by its own name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=list(SPOKEN.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


def say_how_dates_are_written() -> str:
    example = date(2027, 3, 31).strftime(get_format("DATE_INPUT_FORMATS")[0])
    return gettext("Write the date like this: %(example)s.") % {"example": example}


class WallClockField(forms.SplitDateTimeField):
    """A date and a time as the clocks of the current zone show them, and each of them once.

    ``kept`` is the row's instant: shown and sent back unchanged it stays what it is, even if the
    clocks showed it twice.
    """

    kept: datetime | None = None
    default_error_messages = {
        "invalid_date": lazy(say_how_dates_are_written, str)(),
        "invalid_time": _("Write the time like this: 17:30."),
    }

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list or any(part in self.empty_values for part in data_list):
            return super().compress(data_list)
        typed, zone = datetime.combine(*data_list), get_current_timezone()
        if self.kept and self.kept.astimezone(zone).replace(tzinfo=None, microsecond=0) == typed:
            return self.kept
        require_once(typed, zone)
        return typed.replace(tzinfo=zone)


def require_once(typed: datetime, zone: tzinfo) -> None:
    """Refuses a time that the clocks of the zone skip, or show twice, and says what to type."""
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = (moment.utcoffset() or timedelta() for moment in (first, second))
    if before == after:
        return
    names = {"time": f"{typed:%H:%M}", "day": date_format(typed, "DATE_FORMAT"), "zone": str(zone)}
    step = abs(after - before)
    if after > before:
        names |= {"before": f"{typed - step:%H:%M}", "after": f"{typed + step:%H:%M}"}
        raise ValidationError(
            gettext(
                "%(time)s does not exist on %(day)s in %(zone)s: the clocks are put forward. "
                "Type %(before)s or %(after)s."
            ),
            code="skipped",
            params=names,
        )
    names |= {"before": f"{typed - step:%H:%M}", "after": f"{typed + step:%H:%M}"}
    raise ValidationError(
        gettext(
            "%(time)s comes twice on %(day)s in %(zone)s: the clocks are put back. "
            "Type a time before or after that hour, for example %(before)s or %(after)s."
        ),
        code="twice",
        params=names,
    )
