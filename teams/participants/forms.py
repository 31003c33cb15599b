"""The form with which people register: the organiser's questions, and the texts to agree to."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.selectors import challenges_of
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import Event, User
from hackathon.web.fields import LanguagesField, SkillsField
from hackathon.web.forms import AddressField, PlainField, rows_field
from hackathon.web.revised_forms import SHOWN_CHOICES, RevisedForm, RevisedRowForm
from teams.participants.selectors import is_asked, questions_of
from teams.team.forms.team import helper, words

MOST_BYTES = 10 * 1024 * 1024
YES_NO = [("yes", _("yes")), ("no", _("no"))]


def text(**options: Any) -> PlainField:
    return PlainField(max_length=200, **options)


def long_text(**options: Any) -> PlainField:
    return PlainField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **options)


def day(**options: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def field_for(question: Any) -> forms.Field:
    """The field that takes the kind of answer that the organiser wants."""
    options = {"label": question.label, "help_text": question.help, "required": False}
    chosen = {"choices": question.choices, **options}
    kinds = {
        "short": lambda: text(**options),
        "long": lambda: long_text(**options),
        "choice": lambda: forms.ChoiceField(widget=forms.RadioSelect, **chosen),
        "choices": lambda: forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **chosen),
        "yes_no": lambda: forms.ChoiceField(
            **{**options, "choices": YES_NO}, widget=forms.RadioSelect
        ),
        "number": lambda: forms.DecimalField(max_digits=12, decimal_places=2, **options),
        "date": lambda: day(**options),
        "file": lambda: forms.FileField(max_length=200, **options),
    }
    return kinds[question.kind]()


def as_json(value: Any) -> Any:
    """A typed answer as it is kept: text, or a list of texts."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def help_with_code(event: Event) -> StrOrPromise:
    """Where the code comes from: no invitation of a team brings it."""
    if event.contact_email:
        return _(
            "The organisers give it, not your team. If you have none, ask them: %(address)s"
        ) % {"address": event.contact_email}
    return _("The organisers give it, not your team. If you have none, ask them for one.")


class EntryForm(RevisedForm, forms.Form):
    """``given`` are the answers kept so far; ``is_final`` asks for everything that is required;
    ``needs_code`` asks for the organisers' code, too.

    One person may have it open in two windows, from before the first answer was kept.
    """

    is_edit = True

    def __init__(
        self,
        *args: Any,
        event: Event,
        given: dict[str, Any],
        reader: User,
        texts: Any = (),
        is_final: bool = False,
        needs_code: bool = False,
        code: str = "",
        **kw: Any,
    ) -> None:
        self.questions, self.given, self.texts = questions_of(event), given, list(texts)
        self.is_final, self.reader = is_final, reader
        kept = {question.key: None for question in self.questions}
        kept |= {key: answer.value for key, answer in given.items()}
        kw["initial"] = {**kept, "code": code}
        super().__init__(*args, **kw)
        for question in self.questions:
            self.fields[question.key] = self.told(question)
        for text in self.texts:
            self.fields[text.key] = forms.BooleanField(label=text.sentence, required=False)
        if needs_code:
            self.fields["code"] = PlainField(
                label=_("Invitation code"),
                max_length=40,
                required=False,
                help_text=help_with_code(event),
            )
        self.carry_values()
        self.helper = helper()
        self.helper.form_tag = False
        self.helper.template = "form_alone.html"  # the page lists what was refused

    def find_writer(self, name: str) -> User:
        """Nobody else writes somebody's answers."""
        return self.reader

    def told(self, question: Any) -> forms.Field:
        """The field, with what page and script need to know about it."""
        field = field_for(question)
        if not question.is_required:
            field.label = _("%(label)s (optional)") % {"label": question.label}
        if question.shown_if_id:
            field.widget.attrs |= {
                "data-shown-if": f"q{question.shown_if_id}",
                "data-shown-for": question.shown_if_answer.strip().lower(),
            }
        kept = self.given.get(question.key)
        if kept and kept.file_name:
            field.help_text = _("Kept: %(name)s. Choose another file to replace it.") % {
                "name": kept.file_name
            }
        return field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for question in self.questions:
            upload = cleaned.get(question.key) if question.kind == "file" else None
            if upload and upload.size > MOST_BYTES:
                self.add_error(question.key, _("This file is larger than 10 MB."))
        if self.is_final:
            self.require_all(cleaned)
        return cleaned

    def require_all(self, cleaned: dict[str, Any]) -> None:
        values = {key: as_json(value) for key, value in cleaned.items()}
        for question in self.questions:
            kept = self.given.get(question.key)
            answered = cleaned.get(question.key) not in (None, "", []) or (kept and kept.file_name)
            if question.is_required and is_asked(question, values) and not answered:
                self.complain(question.key, _("Answer this to take part."))
        for text in self.texts:
            if text.is_required and not cleaned.get(text.key):
                self.complain(text.key, _("This is needed to take part."))
        if "code" in self.fields and not cleaned.get("code"):
            self.complain("code", _("Type the code that the organisers gave you."))

    def complain(self, name: str, sentence: StrOrPromise) -> None:
        if name not in self.errors:
            self.add_error(name, ValidationError(sentence))

    def answers(self, names: Iterable[str]) -> dict[Any, Any]:
        """What is fit to be kept among the fields that were sent and changed: question to value."""
        wanted = set(names) & set(self.changed_data)
        kept = {}
        for question in self.questions:
            value = self.cleaned_data.get(question.key)
            if question.key not in wanted or question.key in self.errors:
                continue
            if question.kind == "file":
                continue
            kept[question] = as_json(value)
        return kept

    def uploads(self) -> dict[Any, Any]:
        files = {q: self.cleaned_data.get(q.key) for q in self.questions if q.kind == "file"}
        return {question: upload for question, upload in files.items() if upload}

    def agreed(self) -> list[Any]:
        return [text for text in self.texts if self.cleaned_data.get(text.key)]


class AgreeForm(forms.Form):
    """Texts in a version to which somebody has not agreed yet."""

    def __init__(self, *args: Any, texts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = list(texts)
        for text in self.texts:
            self.fields[text.key] = forms.BooleanField(label=text.sentence, required=False)

    def agreed(self) -> list[Any]:
        return [text for text in self.texts if self.cleaned_data.get(text.key)]


class LookingForm(RevisedRowForm):
    """Somebody who looks for a team, as others see them."""

    is_looking = forms.BooleanField(
        label=_("Show me in the list of people who look for a team"),
        required=False,
        help_text=_("Everyone who is signed in sees your name and what you write here."),
    )
    looking_for = words(_("What I look for (optional)"), required=False)
    skills = SkillsField(label=_("What I can do (optional)"))
    languages = LanguagesField(label=_("Languages that I speak (optional)"))
    challenge: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        label=_("Challenge that I like most (optional)"),
        required=False,
        empty_label=_("No preference"),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_field(self, "challenge").queryset = challenges_of(event)
        self.carry_values()
        self.helper = helper(
            "is_looking",
            "looking_for",
            "skills",
            "languages",
            "challenge",
            SHOWN_CHOICES,
            button=_("Save"),
            is_second=True,
        )
        self.helper.form_action = reverse("teams:look_for_team", args=[event.slug])


class WalkInForm(forms.Form):
    """Somebody who stands at the desk without having registered."""

    name = PlainField(label=_("Name"), max_length=80)
    email = AddressField(label=_("Email address"))

    helper = helper("name", "email", button=_("Register and check in"), is_second=True)
