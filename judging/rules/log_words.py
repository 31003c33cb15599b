"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "rubric.edit": _("Changed the rubric, before marks were given"),
        "rules.publish": _("Published the rules of the jury"),
        "rules.publish_by_clock": _("The rules of the jury were published as judging began"),
        "rules.amend": _("Changed the rules of the jury after marks had been given"),
    }
)
