"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "help.ask": _("Asked for help"),
        "help.cancel": _("Cancelled a request for help"),
        "help.claim": _("Took a request for help"),
        "help.hand_on": _("Handed on a request for help"),
        "help.close": _("Closed a request for help"),
        "help.end": _("A request for help ended with hacking"),
        "help.resume": _("A request for help opened again, as hacking goes on"),
        "coach.edit": _("Changed a coach"),
        "coach.invite": _("Invited a coach"),
        "coach.accept": _("Accepted to coach"),
        "coach.decline": _("Declined to coach"),
    }
)
