"""What the mails of this room are called where organisers look at mails."""

from django.utils.translation import gettext_lazy as _

from hackathon.mail.words import name_mails

name_mails(
    {
        "teams/mail/answer": _("The answer to a request to join a team"),
        "teams/mail/came": _("Somebody has joined with a link or code, to the captain"),
        "teams/mail/captain": _("A team has a new captain (to that person)"),
        "teams/mail/fixed": _("Teams are fixed: what was still open, to the captain"),
        "teams/mail/fixed_asked": _("Teams are fixed: a request was not answered"),
        "teams/mail/fixed_invited": _("Teams are fixed: an invitation was not accepted"),
        "teams/mail/invitation_ended": _("An invitation to a team has ended, to the captain"),
        "teams/mail/invitation": _("An invitation to a team"),
        "teams/mail/joined": _("Somebody has accepted an invitation, to the captain"),
        "teams/mail/left": _("Somebody has left the team"),
        "teams/mail/proposal_ended": _("A proposal to merge has ended"),
        "teams/mail/registered": _("The team is registered"),
        "teams/mail/request": _("A request to join the team"),
        "teams/mail/request_ended": _("A request to join has ended"),
    }
)
