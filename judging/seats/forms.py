"""What judges, presidents and organisers type about the jury itself."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hackathon.files.photos import portrait
from hackathon.models import Event, User
from hackathon.web.fields import LanguagesField
from hackathon.web.forms import (
    NATIVE,
    AddressField,
    InvitationLanguageField,
    PlainField,
    choice_field,
    rows_field,
)
from hackathon.web.revised_forms import SHOWN_CHOICES, RevisedForm, RevisedRowForm
from judging.conflicts.selectors.register import KINDS
from judging.seats.selectors import seating
from judging.seats.selectors.own_offer import TRANSLATED
from judging.seats.selectors.room import MINUTES
from judging.seats.selectors.seating import ROLES, Chair

REASON: dict[str, Any] = {"max_length": 300, "widget": forms.Textarea(attrs={"rows": 2})}


class AvailabilityForm(RevisedRowForm):
    languages = LanguagesField(label=_("Languages in which I can judge (optional)"))
    availability = PlainField(
        label=_("When I am available (optional)"),
        max_length=200,
        required=False,
        help_text=_("For example: Thursday evening, Friday until 16:00."),
    )


class AcceptForm(AvailabilityForm):
    """Taking the seat: the code of conduct, if there is one, and when and in what languages."""

    field_order = ["agreed", "languages", "availability", "conduct"]

    def __init__(self, *args: Any, fingerprint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fingerprint:
            self.fields["agreed"] = forms.BooleanField(label=_("I accept the code of conduct"))
            self.fields["conduct"] = forms.CharField(
                widget=forms.HiddenInput, initial=fingerprint, max_length=64
            )
            self.order_fields(self.field_order)


class IntroductionForm(AvailabilityForm):
    """How a judge is introduced, in each language of the site."""

    photo = forms.FileField(
        label=_("Photo (optional)"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 5 MB. It is cut to a square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    without_photo = forms.BooleanField(label=_("Take my photo away"), required=False)

    def __init__(self, *args: Any, has_photo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = []
        for code, _name in settings.LANGUAGES:
            names = [f"{name}_{code}" for name in TRANSLATED]
            for name, field in zip(names, spoken_fields(), strict=True):
                field.widget.attrs["lang"] = code
                self.fields[name] = field
            groups.append(Fieldset(NATIVE[code], *names))
        if not has_photo:
            del self.fields["without_photo"]
        self.carry_values()
        rest = [name for name in self.base_fields if name in self.fields]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.template = "form_alone.html"  # the page lists what was refused
        self.helper.disable_csrf = True  # the page brings the token
        self.helper.layout = Layout(
            *groups,
            HTML('<hr class="quiet-line">'),
            *rest,
            SHOWN_CHOICES,
            Submit("save", _("Save"), css_class="button"),
        )

    def clean_photo(self) -> UploadedFile | None:
        upload = self.cleaned_data["photo"]
        return portrait(upload) if upload else None


def spoken_fields() -> list[forms.Field]:
    """Title, organisation and biography, in the order of their names."""
    return [
        PlainField(label=_("Title or function (optional)"), max_length=200, required=False),
        PlainField(label=_("Organisation (optional)"), max_length=200, required=False),
        PlainField(
            label=_("Biography (optional)"),
            max_length=1500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        ),
    ]


class AskForm(forms.Form):
    """Somebody in the room asks for a seat."""

    code = PlainField(
        label=_("Code on the screen"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    name = PlainField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The invitation goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class RoomForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=_("How long the code works"),
        coerce=int,
        choices=[(minutes, _("%(n)d minutes") % {"n": minutes}) for minutes, _m in MINUTES],
        initial=60,
    )


class ExcuseForm(forms.Form):
    """Why a judge leaves, and what becomes of their marks."""

    reason = PlainField(label=_("Reason"), help_text=_("It is kept with the jury."), **REASON)
    set_aside = forms.BooleanField(
        label=_("Set aside what this judge handed in, for the same reason"),
        required=False,
        help_text=_("Otherwise handed-in scorecards go on counting."),
    )


class ReinstateForm(forms.Form):
    """Why a judge who was excused comes back."""

    reason = PlainField(label=_("Reason"), help_text=_("It stands in the minutes."), **REASON)


class ImposeForm(forms.Form):
    """Keep a judge away from a team."""

    judge: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(label=_("Judge"), queryset=None)
    team: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(label=_("Team"), queryset=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    reason = PlainField(label=_("Reason"), **REASON)

    def __init__(self, *args: Any, judges: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_field(self, "judge").queryset, rows_field(self, "team").queryset = judges, teams


class RulingForm(forms.Form):
    """Rows of the register, and why they are decided as they are."""

    conflict = forms.TypedMultipleChoiceField(
        label=_("Conflicts"),
        coerce=int,
        error_messages={"required": _("Choose at least one.")},
    )
    reason = PlainField(label=_("Reason"), **REASON)

    def __init__(self, *args: Any, rows: Iterable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.pk: row for row in rows}
        choice_field(self, "conflict").choices = [(pk, str(row)) for pk, row in self.rows.items()]

    @property
    def chosen(self) -> list:
        return [self.rows[pk] for pk in self.cleaned_data["conflict"]]

    @property
    def ticked(self) -> list[int]:
        """What was chosen, to be shown again."""
        sent = self["conflict"].value() if self.is_bound else []
        return [int(key) for key in sent or [] if str(key).isdecimal()]


class NeutralForm(forms.Form):
    """A name that ties nobody."""

    text = PlainField(
        label=_("Mail domain or organisation"),
        max_length=200,
        help_text=_("For example police.belgium.eu, or Federal Police."),
    )


class ImportForm(forms.Form):
    """A list of judges, pasted or as a file."""

    text = forms.CharField(
        label=_("Paste the list"),
        required=False,
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("CSV or XLSX, at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    invite = forms.BooleanField(
        label=_("Send the new judges their invitation at once"), required=False
    )
    language = InvitationLanguageField(required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = event.language

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and not cleaned.get("text", "").strip() and not cleaned.get("file"):
            self.add_error("text", _("Paste a list or choose a file."))
        return cleaned


class PanelsForm(RevisedForm, forms.Form):
    """Who sits where: a select for each judge and challenge. Only what was touched is sent on."""

    reason = PlainField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_(
            "Only needed to take a judge off a panel where their marks count. "
            "It stands in the minutes."
        ),
    )

    def __init__(self, *args: Any, table: list, event: Event, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.revised_row, self.reader = event, reader
        self.chairs: dict[str, Chair] = {chair.name: chair for _j, row in table for chair in row}
        self.table = table
        for name, chair in self.chairs.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{chair.judge}, {chair.challenge}",
                choices=[("", "–"), *ROLES],
                required=False,
                initial=chair.role,
                widget=forms.Select(attrs={"aria-label": f"{chair.judge}, {chair.challenge}"}),
            )

        self.carry_values()

    def find_writer(self, name: str) -> Any:
        return seating.find_last_seater(self.revised_row, self.chairs[name].judge)

    def read_current(self) -> dict[str, str]:
        table = seating.table(self.revised_row)
        return {chair.name: chair.role for _judge, row in table for chair in row}

    def require_seats_current(self, _fields: Any) -> None:
        """The service speaks of seats, this form of its fields."""
        self.require_current(self.changed_data)

    @property
    def lines(self) -> list[tuple[Any, list]]:
        return [(judge, [self[chair.name] for chair in row]) for judge, row in self.table]

    @property
    def seats(self) -> dict[tuple[int, int], str]:
        touched = (self.chairs[name] for name in self.changed_data if name in self.chairs)
        return {(c.judge.pk, c.challenge.pk): self.cleaned_data[c.name] for c in touched}
