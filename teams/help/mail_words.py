"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "teams/mail/coach": _("An invitation to coach"),
        "teams/mail/coach_declined": _("A coach has declined, to the organisers"),
        "teams/mail/coach_told": _("A request for help that a coach had taken has changed"),
        "teams/mail/handed_on": _("A request for help, to another coach"),
        "teams/mail/help_ended": _("A request for help has ended"),
        "teams/mail/help_resumed": _("A request for help is open again"),
        "teams/mail/no_coach": _("Nobody coaches a team that asks for help, to the organisers"),
    }
)
