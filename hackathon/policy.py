"""What can be done with events: by whom, and when."""

from hackathon.operations import ANY_PHASE, Operation
from hackathon.phases import Phase
from hackathon.predicates import is_event_maker, is_organiser, is_self, sees_marks

CREATE_EVENT = Operation("event.create", may=is_event_maker)
EDIT_EVENT = Operation("event.edit", may=is_organiser)
RESCHEDULE_EVENT = Operation(
    "event.reschedule",
    phases=ANY_PHASE - {Phase.PUBLISHED},
    may=is_organiser,
    exclusive=True,
)
ADD_ORGANISER = Operation("organiser.add", may=is_organiser)
TRUST_ORGANISER = Operation("organiser.trust", may=sees_marks)
REMOVE_ORGANISER = Operation("organiser.remove", may=is_organiser)
EDIT_PROFILE = Operation("person.edit", may=is_self)
