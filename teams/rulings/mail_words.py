"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "teams/mail/proposal_waits": _("A proposal to merge waits again"),
        "teams/mail/put_right": _("The organisers have changed something in the team"),
        "teams/mail/removed": _("Somebody is no longer in a team (to that person)"),
        "teams/mail/request_elsewhere": _("A request to join was for another challenge"),
        "teams/mail/request_waits": _("A request to join waits again"),
        "teams/mail/taken_out": _("Somebody is no longer in the team, to the captain"),
    }
)
