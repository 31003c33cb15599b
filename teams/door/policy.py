from hackathon.kernel.operations import Operation
from hackathon.kernel.predicates import (
    is_organiser,
)

CHECK_IN = Operation("participant.check_in", may=is_organiser, over_teams=False, is_unseen=True)
REGISTER_AT_DESK = Operation("participant.walk_in", may=is_organiser, over_teams=False)
