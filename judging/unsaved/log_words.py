"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "unsaved_marks.send": _("Sent marks that could not be saved to whoever leads the panel"),
        "unsaved_marks.settle": _("Dealt with marks that could not be saved"),
    }
)
