"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "rules.take_back": _("Took back the last change of a criterion’s sense"),
    }
)
