from hackathon.kernel.operations import Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    is_organiser,
)

# The last change of a criterion's sense, as long as no judge has gone on from it.
TAKE_BACK_RULES = Operation(
    "rules.take_back",
    phases=frozenset({Phase.HACKING, Phase.JUDGING}),
    may=is_organiser,
    exclusive=True,
    over_teams=True,
)
