from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from challenges.selectors import challenges_of
from hackathon.web.forms import NATIVE, PlainField, choice_field, rows_field
from teams.help import selectors

if TYPE_CHECKING:
    from teams.help.models.coach import Coach
    from teams.help.models.request import HelpRequest


LANGUAGES = list(NATIVE.items())


class HelpForm(forms.Form):
    """What a team wants to know, and where the coach finds it."""

    what = PlainField(
        label=_("What do you need help with?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    where = PlainField(
        label=_("Where are you?"),
        max_length=120,
        help_text=_("A table, a room, or the link of a call."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "what", "where", "language", Submit("ask", _("Ask for help"), css_class="button")
        )


class QueueFilter(forms.Form):
    """Which requests a coach wants to see. No field is called ``language``: in an address that is
    the language of the page."""

    speaks = forms.ChoiceField(label=_("Language"), required=False)
    challenge = forms.ChoiceField(label=_("Challenge"), required=False)

    def __init__(self, *args: Any, coach: "Coach", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coach = coach
        choice_field(self, "speaks").choices = [
            ("", _("All languages")),
            ("mine", _("My languages")),
            *LANGUAGES,
        ]
        shown = [(str(row.pk), row.title) for row in challenges_of(coach.event)]
        choice_field(self, "challenge").choices = [
            ("", _("All challenges")),
            ("0", _("My challenges")),
            *shown,
        ]

    def chosen(self) -> "QuerySet[HelpRequest]":
        """The requests that are wanted; nonsense in the address filters nothing."""
        wanted = self.cleaned_data if self.is_valid() else {}
        challenge = wanted.get("challenge")
        return selectors.queue_for(
            self.coach,
            language=wanted.get("speaks", ""),
            challenge=int(challenge) if challenge else None,
        )


class HandOnForm(forms.Form):
    """Who takes over; nobody means the queue."""

    to: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Hand on to"), required=False, empty_label=_("back to the queue")
    )

    def __init__(self, *args: Any, coach: "Coach", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_field(self, "to").queryset = selectors.other_coaches(coach)
