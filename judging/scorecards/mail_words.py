"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "judging/mail/anew": _("A newer version is to be marked"),
        "judging/mail/competes": _("A project competes no more, or again (to who has marked it)"),
        "judging/mail/counts_on": _("A newer version, and marks that count on"),
        "judging/mail/moved": _("A project has moved to another challenge (to its judges)"),
        "judging/mail/seats": _("A judge's panels have changed"),
        "judging/mail/taken_back": _("A version that was marked does not count"),
    }
)
