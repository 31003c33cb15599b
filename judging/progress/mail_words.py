"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "judging/mail/fell_back": _("The event has gone back to an earlier phase, to the jury"),
        "judging/mail/nudge": _("A reminder of open scorecards"),
        "judging/mail/reopened": _("A scorecard is open again"),
        "judging/mail/discussion": _("The discussion is open"),
    }
)
