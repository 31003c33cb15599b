from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.selectors import challenges_of
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import Event, User
from hackathon.web.fields import LanguagesField, SkillsField
from hackathon.web.forms import (
    SPOKEN,
    InvitationLanguageField,
    PlainField,
    choice_field,
    rows_field,
)
from hackathon.web.revised_forms import SHOWN_CHOICES, RevisedRowForm
from teams.team.forms.fields import EmailListField
from teams.team.selectors import obstacles


def helper(*fields: Any, button: StrOrPromise = "", is_second: bool = False) -> FormHelper:
    made = FormHelper()
    made.attrs = {"novalidate": ""}  # the page says what is missing, in its own language
    looks = "button is-second" if is_second else "button"
    made.layout = Layout(*fields, *([Submit("save", button, css_class=looks)] if button else []))
    return made


class DescriptionForm(forms.Form):
    """What others read about a team, and whom it looks for."""

    pitch = PlainField(
        label=_("Pitch (optional)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your idea in two sentences. People who look for a team read it."),
    )
    wanted_skills = SkillsField(label=_("Skills that you look for (optional)"))
    languages = LanguagesField(label=_("Languages in which you work (optional)"))
    is_open = forms.BooleanField(
        label=_("We look for people"),
        required=False,
        help_text=_("Your team stands in the list of teams, and people can ask to join."),
    )


NEED_CODE = _(
    "This event is by invitation code only: whoever has no place in it yet needs a code of the "
    "organisers, too. Ask the organisers for one."
)


class TeamForm(DescriptionForm):
    """Name, challenge and team-mates of a new team; the rest is folded away, and can wait."""

    more = _("For people who look for a team")

    name = PlainField(label=_("Team name"), max_length=60)
    challenge: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Challenge"), widget=forms.RadioSelect, empty_label=None
    )
    invite = EmailListField(label=_("Invite team-mates (optional)"), required=False)
    language = InvitationLanguageField(required=False)

    def __init__(self, *args: Any, event: Event, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        barred = obstacles.barred_challenges(event, user)
        challenge = rows_field(self, "challenge")
        challenge.queryset = offered = challenges_of(event).exclude(pk__in=barred)
        if len(only := list(offered[:2])) == 1:  # there is nothing to choose
            challenge.initial = only[0].pk
        if barred:  # what somebody coaches is not offered, and they read why
            challenge.help_text = " ".join(dict.fromkeys(barred.values()))
            challenge.error_messages["invalid_choice"] = challenge.help_text
        self.fields["invite"].help_text = _(
            "Up to %(n)d addresses, one a line. Each gets a mail with a link to join."
        ) % {"n": event.max_team_size - 1}
        if event.needs_code:
            self.fields["invite"].help_text += f" {NEED_CODE}"
        self.fields["language"].initial = event.language
        if event.max_team_size == 1:
            del self.fields["invite"], self.fields["language"]
        mates = []
        if "invite" in self.fields:
            mates = [Fieldset(_("Your team-mates"), "invite", "language")]
        self.helper = helper(
            Fieldset(_("Your team"), Field("name", autocomplete="off"), "challenge"),
            *mates,
            HTML("<details{% if form.errors %} open{% endif %}><summary>{{ form.more }}</summary>"),
            Div("is_open", "pitch", "wanted_skills", "languages", css_class="more"),
            HTML("</details>"),
            button=_("Register the team"),
        )


class EditTeamForm(RevisedRowForm, DescriptionForm):
    name = PlainField(label=_("Team name"), max_length=60)

    helper = helper(
        "name", "is_open", "pitch", "wanted_skills", "languages", SHOWN_CHOICES, button=_("Save")
    )


class InviteForm(forms.Form):
    """More team-mates for a team that stands."""

    emails = EmailListField(
        label=_("Invite team-mates"), help_text=_("Addresses, one a line. Each gets a mail.")
    )
    language = InvitationLanguageField(required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if event.needs_code:
            self.fields["emails"].help_text += f" {NEED_CODE}"
        self.fields["language"].initial = event.language


class LinkForm(forms.Form):
    """A link for several people."""

    uses = forms.IntegerField(label=_("For how many people"), min_value=1, max_value=50, initial=3)
    days = forms.IntegerField(
        label=_("Works for how many days"), min_value=1, max_value=60, initial=7
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if event.needs_code:
            self.fields["uses"].help_text = NEED_CODE


class CodeForm(forms.Form):
    code = PlainField(
        label=_("Code"),
        max_length=80,
        help_text=_("Your captain has it. Capitals and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    helper = helper("code", button=_("Look at the team"))

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if event.needs_code:
            self.fields["code"].help_text = _(
                "The code of a team, which its captain has; or the invitation code that the "
                "organisers gave you. Capitals and hyphens do not matter."
            )
            self.helper = helper("code", button=_("Go on"))


def words(
    label: StrOrPromise, *, required: bool, rows: int = 3, help_text: StrOrPromise = ""
) -> forms.CharField:
    return PlainField(
        label=label,
        max_length=300,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RemoveForm(forms.Form):
    reason = words(_("Reason"), required=True, help_text=_("The person is told it word for word."))


class AskForm(forms.Form):
    message = words(
        _("Message"), required=False, help_text=_("Who you are and what you would bring.")
    )


class AnswerForm(forms.Form):
    words = words(_("A word (optional)"), required=False, rows=2)


class LeaveForm(forms.Form):
    """Whoever leads the team says who leads it next."""

    successor = forms.ChoiceField(label=_("Who leads the team next?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "successor").choices = [(str(m.pk), str(m)) for m in others]


class MergeForm(forms.Form):
    """With which team, and which of the two stays."""

    other: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("With which team?"), empty_label="—"
    )
    keeps_ours = forms.TypedChoiceField(
        label=_("Which team stays?"),
        choices=[("yes", _("Ours: they come to us")), ("no", _("Theirs: we go to them"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    message = words(_("Message (optional)"), required=False)

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_field(self, "other").queryset = others


class FilterForm(forms.Form):
    """What somebody looks for in the list of teams or people. No field is called ``language``: in
    an address that is the language of the page."""

    challenge: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Challenge"), required=False, empty_label=_("All challenges")
    )
    skill = PlainField(label=_("Skill"), max_length=30, required=False)
    speaks = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("All languages")), *SPOKEN.items()],
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_field(self, "challenge").queryset = challenges_of(event)

    def query(self, *, without: str) -> str:
        """What was asked for, for the addresses of other pages of the same list."""
        data: Any = self.data
        asked = data.copy()
        asked.pop(without, None)
        return asked.urlencode()
