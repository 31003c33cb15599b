"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "calculation.store": _("A ranking was computed"),
        "tie.announce": _("Told whoever leads the panel that a tie waits"),
        "tie.decide": _("Decided a tie"),
    }
)
