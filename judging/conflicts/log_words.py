"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "conflict.declare": _("A judge declared a conflict of interest"),
        "conflict.impose": _("Recused a judge from a team"),
        "conflict.lift": _("Lifted a conflict of interest"),
        "conflict.settle": _("Settled a finding about a conflict of interest"),
        "conflict.find": _("Searched for conflicts of interest"),
        "neutral_name.add": _("Named something that is no sign of a conflict"),
        "neutral_name.remove": _("Took back that something is no sign of a conflict"),
    }
)
