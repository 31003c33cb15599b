"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "judging/mail/at_the_door": _("Somebody asks for a seat on the jury, to the organisers"),
        "judging/mail/declined": _("A judge has declined, to the organisers"),
        "judging/mail/excused": _("A judge is excused (to the judge)"),
        "judging/mail/goes_back": _("Reviews go back to another judge"),
        "judging/mail/invitation": _("An invitation to the jury"),
        "judging/mail/reinstated": _("A judge sits on the jury again"),
        "judging/mail/takes_over": _("A judge takes over reviews"),
    }
)
