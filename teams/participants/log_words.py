"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "participant.save": _("Saved answers to the questions about taking part"),
        "participant.apply": _("Registered to take part"),
        "participant.agree": _("Agreed to a text of the event"),
        "participant.confirm": _("Confirmed a place"),
        "participant.withdraw": _("Withdrew from the event"),
        "participant.look": _("Changed whether they look for a team"),
        "participant.decide": _("Decided about somebody's place"),
        "participant.note": _("Wrote a note about a participant"),
        "participant.move_up": _("A free place was offered, or an offer ended"),
        "participant.remind": _("Somebody was reminded to confirm their place"),
        "entry_form.edit": _("Changed the questions about taking part"),
        "admission_code.edit": _("Changed an invitation code"),
        "consent.publish": _("Published a text to agree to"),
    }
)
