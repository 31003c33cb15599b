"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "merge.offer": _("Proposed that two teams become one"),
        "merge.withdraw": _("Withdrew the proposal that two teams become one"),
        "merge.answer": _("Answered the proposal that two teams become one"),
        "merge.decline": _("Declined the proposal that two teams become one"),
    }
)
