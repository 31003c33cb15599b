"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "paper.type": _("Typed in marks from paper"),
        "paper.confirm": _("Confirmed marks from paper"),
        "paper.refuse": _("Refused marks from paper"),
        "paper.announce": _("Told who settles the paper sheets that wait"),
    }
)
