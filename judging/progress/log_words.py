"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "judge.nudge": _("Reminded a judge of open scorecards"),
        "scorecard.reopen": _("Reopened a scorecard"),
        "discussion.open": _("Opened the discussion of a panel"),
    }
)
