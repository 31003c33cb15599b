"""What the audit log says of this floor's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "challenge.edit": _("Changed a challenge"),
        "challenge.reschedule": _("Changed the deadline of a challenge"),
        "prize.edit": _("Changed a prize"),
        "page.edit": _("Changed a page of the event"),
        "owner.add": _("Named an owner of a challenge"),
        "owner.remove": _("Removed an owner of a challenge"),
        "question.ask": _("Asked a question about a challenge"),
        "question.answer": _("Answered a question about a challenge"),
    }
)
