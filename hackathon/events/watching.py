"""What acts may touch on the ground floor: the event's phase and its instants."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hackathon.events.services import TIMETABLE
from hackathon.kernel.columns import column_of
from hackathon.kernel.consequences import (
    Change,
    Fact,
    Facts,
    Watched,
    watch,
)
from hackathon.kernel.models.event import Event
from hackathon.kernel.phases import Phase

ORDER = list(Phase)


def look_at_times(event: Event) -> Facts:
    phase = event.phase_at(event.seen_at)
    facts: Facts = {("phase",): Fact(_("Phase of the event"), str(phase.label), phase.value)}
    for name in TIMETABLE:
        label = column_of(Event, name).verbose_name
        moment = getattr(event, name)
        facts["time", name] = Fact(str(label), in_words(moment, event), moment.isoformat())
    minutes = event.grace_minutes
    facts["grace",] = Fact(_("Minutes of grace"), str(minutes), minutes)
    return facts


def in_words(moment: datetime, event: Event) -> str:
    return event.local_time(moment)


def goes_back(changes: list[Change]) -> Iterator[str]:
    """An event that returns to an earlier phase."""
    for change in changes:
        if change.key != ("phase",):
            continue
        before, after = (Phase(state) for state in change.states)
        if ORDER.index(after) < ORDER.index(before):
            yield _("The event goes back from “%(before)s” to “%(after)s”.") % {
                "before": before.label,
                "after": after.label,
            }


watch(
    Watched("times", gettext_lazy("Phase and timetable"), look_at_times, grave=goes_back, order=10)
)
