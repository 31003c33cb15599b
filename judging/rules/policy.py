from hackathon.kernel.operations import Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    is_clock,
    is_organiser,
)

# Rules are free until the first mark; from then on a change is an amendment, with a reason.
BEFORE_MARKS = frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING})
EDIT_RUBRIC = Operation("rubric.edit", phases=BEFORE_MARKS, may=is_organiser, over_teams=True)
PUBLISH_RULES = Operation(
    "rules.publish",
    phases=frozenset({Phase.REGISTRATION, Phase.HACKING}),
    until="submissions_close_at",
    may=is_organiser,
    over_teams=True,
)
PUBLISH_RULES_BY_CLOCK = Operation(
    "rules.publish_by_clock", phases=frozenset({Phase.JUDGING}), may=is_clock
)
AMEND_RULES = Operation(
    "rules.amend",
    phases=frozenset({Phase.HACKING, Phase.JUDGING}),
    may=is_organiser,
    exclusive=True,
    over_teams=True,
)
