"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "participant.check_in": _("Checked somebody in"),
        "participant.walk_in": _("Registered somebody at the desk"),
    }
)
