"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "wave.propose": _("Proposed who reviews what"),
        "wave.release": _("Released reviews to judges"),
        "assignment.change": _("Changed who reviews what"),
    }
)
