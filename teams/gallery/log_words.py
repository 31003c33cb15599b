"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "gallery.open": _("Opened the gallery"),
        "gallery.close": _("Closed the gallery"),
    }
)
