"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "teams/mail/receipt": _("The receipt of a submission"),
        "teams/mail/verdict": _("What was decided about a submission"),
    }
)
