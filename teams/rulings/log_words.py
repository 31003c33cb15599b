"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "member.move": _("As organiser, gave somebody a seat in a team"),
        "member.take_out": _("As organiser, took a member out of a team"),
        "team.merge": _("As organiser, made two teams one"),
        "team.match": _("As organiser, invited people into teams"),
        "team.correct": _("As organiser, changed a team's name, challenge or captain"),
        "team.close": _("As organiser, closed a team"),
        "team.reopen": _("As organiser, reopened a team"),
    }
)
