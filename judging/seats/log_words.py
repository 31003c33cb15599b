"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "judge.edit": _("Changed a judge"),
        "judge.invite": _("Invited a judge"),
        "judge.import": _("Imported a list of judges"),
        "judge.enter": _("A judge signed in by the link of the invitation"),
        "judge.accept": _("Accepted a seat on the jury"),
        "judge.decline": _("Declined a seat on the jury"),
        "judge.introduce": _("A judge changed how they are introduced"),
        "judge.excuse": _("Excused a judge"),
        "judge.reinstate": _("Took a judge back who had been excused by mistake"),
        "panel.seat": _("Changed who sits on which panel"),
        "room_code.open": _("Showed a code in the room"),
        "room_code.close": _("Ended the code shown in the room"),
        "candidate.ask": _("Asked for a seat by the code in the room"),
        "candidate.answer": _(
            "Decided about somebody who asked for a seat by the code in the room"
        ),
    }
)
