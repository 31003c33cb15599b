"""What the audit log says of each operation, in a sentence that an organiser understands.

Each floor describes its own operations in its ``log_words.py``; none goes without.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_words: dict[str, Any] = {}


def describe(words: Mapping[str, Any]) -> None:
    """Registers what is said of these verbs, in the reader's language."""
    _words.update(words)


# Written into the log without an operation.
WITHOUT_OPERATION = {
    "repair": _("Something was repaired by hand, by whoever runs the site"),
    "demo.load": _("The demonstration was loaded"),
}


def words_for(verb: str) -> str:
    """The sentence; of an operation that is no longer there, its verb."""
    return str(_words.get(verb, verb))


def verbs_said(text: str) -> list[str]:
    """The verbs of which the log says something with this text in it, for a search."""
    wanted = text.casefold()
    return [verb for verb in _words if wanted in words_for(verb).casefold()]


describe(WITHOUT_OPERATION)
describe(
    {
        "event.create": _("Created the event"),
        "event.edit": _("Changed the settings of the event"),
        "event.reschedule": _("Changed the timetable of the event"),
        "organiser.add": _("Added an organiser"),
        "organiser.trust": _("Changed whether an organiser sees the marks"),
        "organiser.remove": _("Removed an organiser"),
        "person.edit": _("Changed their own profile"),
        "person.erase": _("Deleted their own account"),
        "person.send_link": _("Sent somebody a link to sign in"),
        "person.announce_factor": _("Announced that a lost second factor will be taken away"),
        "person.keep_factor": _("Kept the second factor that was to be taken away"),
        "person.take_factor": _("Took a lost second factor away"),
        "person.end_sessions": _("Signed somebody out everywhere"),
        "mail.hold": _("Held a mail back"),
        "mail.release": _("Let a mail go that had been held"),
        "mail.resend": _("Sent a mail again"),
        "mail.drop": _("Decided that a mail is not sent"),
        "mail.readdress": _("Sent a mail to another address"),
        "site_mail.decide": _("Decided about a mail of the whole site"),
    }
)
