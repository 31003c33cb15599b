"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "teams/mail/merged": _("Two teams are one"),
        "teams/mail/proposal": _("A proposal to merge"),
        "teams/mail/proposal_declined": _("A proposal to merge was declined"),
    }
)
