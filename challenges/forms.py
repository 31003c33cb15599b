from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hackathon.web.forms import PlainField


class QuestionForm(forms.Form):
    """What somebody wants to know about a challenge."""

    text = PlainField(
        label=_("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "If the answer is useful to all, it is published with your question, without your name."
        ),
    )


SIGNED_BY_ALL = _(
    "Everybody sees both, with the time, signed “the organisers”: your profile says no name. The "
    "asker is not named."
)


class AnswerForm(forms.Form):
    """The answer, for all or for the asker alone."""

    answer = PlainField(
        label=_("Answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Plain text: stars and other marks are shown as you type them."),
    )
    publish = forms.BooleanField(
        label=_("Publish question and answer"),
        required=False,
        help_text=_("Everybody sees both, with the time and your name. The asker is not named."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not author:
            self.fields["publish"].help_text = SIGNED_BY_ALL
