"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "teams/mail/late": _("A team asks for more time, to the organisers"),
        "teams/mail/late_answer": _("The answer to a team that asked for more time"),
        "teams/mail/more_time": _("More time to submit"),
    }
)
