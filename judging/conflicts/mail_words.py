"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "judging/mail/found": _("Possible conflicts of interest, to the organisers"),
        "judging/mail/tie": _("What was decided about a conflict of interest"),
    }
)
