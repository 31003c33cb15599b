"""What the mails of this floor are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail_words import name_mails

name_mails({
    "judging/mail/amended": _("The jury's rule sheet has changed"),
    "judging/mail/amendment_taken_back": _("A change of the jury's rules is taken back"),
    "judging/mail/anew": _("A newer version is to be marked"),
    "judging/mail/at_the_door": _("Somebody asks for a seat on the jury, to the organisers"),
    "judging/mail/competes": _("A project competes no more, or again (to who has marked it)"),
    "judging/mail/counts_on": _("A newer version, and marks that count on"),
    "judging/mail/declined": _("A judge has declined, to the organisers"),
    "judging/mail/excused": _("A judge is excused (to the judge)"),
    "judging/mail/fell_back": _("The event has gone back to an earlier phase, to the jury"),
    "judging/mail/found": _("Possible conflicts of interest, to the organisers"),
    "judging/mail/from_paper": _("A paper sheet counts"),
    "judging/mail/goes_back": _("Reviews go back to another judge"),
    "judging/mail/invitation": _("An invitation to the jury"),
    "judging/mail/jury_results": _("The results are public, to the jury"),
    "judging/mail/look_again": _("Scorecards are to be looked at again"),
    "judging/mail/moved": _("A project has moved to another challenge (to its judges)"),
    "judging/mail/nudge": _("A reminder of open scorecards"),
    "judging/mail/reinstated": _("A judge sits on the jury again"),
    "judging/mail/reopened": _("A scorecard is open again"),
    "judging/mail/results": _("The results"),
    "judging/mail/reviews": _("A judge's desk has changed"),
    "judging/mail/seats": _("A judge's panels have changed"),
    "judging/mail/sheet": _("A paper sheet waits for a second person"),
    "judging/mail/sheets_wait": _("Paper sheets wait, and judging is over"),
    "judging/mail/taken_back": _("A version that was marked does not count"),
    "judging/mail/takes_over": _("A judge takes over reviews"),
    "judging/mail/tie": _("What was decided about a conflict of interest"),
    "judging/mail/tie_waits": _("A tie waits for a decision"),
    "judging/mail/discussion": _("The discussion is open"),
    "judging/mail/unsaved": _("Marks that could not be saved"),
    "judging/mail/winner": _("A prize is won"),
})  # fmt: skip
