"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "judging/mail/amended": _("The jury's rule sheet has changed"),
        "judging/mail/amendment_taken_back": _("A change of the jury's rules is taken back"),
    }
)
