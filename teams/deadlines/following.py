"""What follows from deadlines: the server's own countdown, and what pages say by themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from hackathon.kernel.after_commit import ring_after
from hackathon.kernel.instants import instants
from hackathon.models import Event
from teams.deadlines.rule import with_closing
from teams.deadlines.services.countdown import TASK
from teams.models import Team

# The countdown that the web server shows by itself is written anew after what it tells of.
ring_after(
    TASK,
    "event.create",
    "event.edit",
    "event.reschedule",
    "challenge.edit",
    "challenge.reschedule",
    "extension.grant_all",
)


@instants.plug
def closings_of(event: Event) -> Iterable[datetime]:
    """When something is taken no more: of each team, because the gallery shows it from then on."""
    teams: QuerySet[Any] = with_closing(Team.objects.filter(event=event)).order_by()
    return teams.values_list("closes_at", flat=True).distinct()
