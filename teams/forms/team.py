from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from challenges.selectors import challenges_of
from hackathon.models import Event


class EmailListField(forms.CharField):
    """Addresses, one a line. Gives a list without repeats, in the order written."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def to_python(self, value):
        written = (super().to_python(value) or "").lower().replace(",", " ").split()
        return list(dict.fromkeys(written))

    def run_validators(self, value):
        for address in value:
            try:
                validate_email(address)
            except ValidationError as refusal:
                raise ValidationError(
                    _("“%(address)s” is not an email address."), params={"address": address}
                ) from refusal


class TeamForm(forms.Form):
    """Name, challenge and team-mates of a new team."""

    name = forms.CharField(label=_("Team name"), max_length=60)
    challenge = forms.ModelChoiceField(
        queryset=None, label=_("Challenge"), widget=forms.RadioSelect, empty_label=None
    )
    invite = EmailListField(label=_("Invite team-mates (optional)"), required=False)

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["challenge"].queryset = challenges_of(event)
        self.fields["invite"].help_text = _(
            "Up to %(n)d addresses, one a line. Each gets a mail with a link to join."
        ) % {"n": event.max_team_size - 1}
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset(_("Your team"), Field("name", autocomplete="off"), "challenge"),
            Fieldset(_("Your team-mates"), "invite"),
            Submit("register", _("Register the team"), css_class="button"),
        )


class InviteForm(forms.Form):
    """More team-mates for a team that stands."""

    emails = EmailListField(
        label=_("Invite team-mates"), help_text=_("Addresses, one a line. Each gets a mail.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "emails", Submit("invite", _("Send the invitations"), css_class="button is-second")
        )
