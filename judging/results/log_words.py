"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "award.give": _("Gave a prize"),
        "award.withhold": _("Decided that nobody gets a prize"),
        "award.revoke": _("Took back a decision about a prize"),
        "results.publish": _("Published the results"),
        "results.correct": _("Corrected the results"),
    }
)
