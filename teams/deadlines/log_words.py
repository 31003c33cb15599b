"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "extension.grant": _("Gave a team more time"),
        "extension.grant_all": _("Gave everyone more time"),
        "late_request.ask": _("Asked for more time"),
        "late_request.answer": _("Answered a request for more time"),
    }
)
