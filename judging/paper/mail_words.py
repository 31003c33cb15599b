"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "judging/mail/from_paper": _("A paper sheet counts"),
        "judging/mail/sheet": _("A paper sheet waits for a second person"),
        "judging/mail/sheets_wait": _("Paper sheets wait, and judging is over"),
    }
)
