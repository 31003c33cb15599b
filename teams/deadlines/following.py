"""What follows from deadlines: pages for visitors change by themselves when one has passed."""

from collections.abc import Iterable
from datetime import datetime

from hackathon.kernel.instants import instants
from hackathon.models import Event
from teams.deadlines.rule import with_closing
from teams.models import Team


@instants.plug
def closings_of(event: Event) -> Iterable[datetime]:
    """When something is taken no more: of each team, because the gallery shows it from then on."""
    teams = with_closing(Team.objects.filter(event=event)).order_by()
    return teams.values_list("closes_at", flat=True).distinct()
