"""What the mails of this floor are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "challenges/mail/answer": _("The answer to a question about a challenge"),
        "challenges/mail/left": _("A challenge has no owner any more (to the organisers)"),
        "challenges/mail/question": _("A question about a challenge"),
    }
)
