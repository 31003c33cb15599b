"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "teams/mail/applied": _("Somebody waits for a place, to the organisers"),
        "teams/mail/participant": _("A place at the event"),
    }
)
