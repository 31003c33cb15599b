"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "judging/mail/jury_results": _("The results are public, to the jury"),
        "judging/mail/results": _("The results"),
        "judging/mail/winner": _("A prize is won"),
    }
)
