from hackathon.kernel.operations import Operation
from hackathon.kernel.predicates import (
    is_organiser,
)
from teams.submissions.policy import AFTER

OPEN_GALLERY = Operation("gallery.open", phases=AFTER, may=is_organiser, over_teams=False)
CLOSE_GALLERY = Operation("gallery.close", phases=AFTER, may=is_organiser, over_teams=False)
