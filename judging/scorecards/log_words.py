"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "scorecard.save": _("Saved marks"),
        "scorecard.hand_in": _("Handed in a scorecard"),
        "scorecard.abstain": _("Abstained from a scorecard"),
        "scorecard.take_up": _("Took up a scorecard again"),
        "scorecard.carry_on": _("Went on from the marks for the version before"),
        "refusal.record": _("Something was tried in judging, and refused"),
    }
)
