"""What can be done with events: by whom, and when."""

from hackathon.kernel.operations import ANY_PHASE, About, Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    is_event_maker,
    is_organiser,
    sees_marks,
)
from hackathon.kernel.roles import Role

TRUST = frozenset({Role.SEES_MARKS})

CREATE_EVENT = Operation("event.create", about=About.SITE, may=is_event_maker, gives=TRUST)
EDIT_EVENT = Operation("event.edit", may=is_organiser, over_teams=True)
RESCHEDULE_EVENT = Operation(
    "event.reschedule",
    phases=ANY_PHASE - {Phase.PUBLISHED},
    may=is_organiser,
    exclusive=True,
    over_teams=True,
)
ADD_ORGANISER = Operation("organiser.add", may=is_organiser, gives=TRUST, over_teams=False)
TRUST_ORGANISER = Operation("organiser.trust", may=sees_marks, gives=TRUST, over_teams=False)
REMOVE_ORGANISER = Operation("organiser.remove", may=is_organiser, over_teams=False)
