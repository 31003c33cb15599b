from hackathon.kernel.operations import Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    all_of,
    is_clock,
    none_of,
)
from judging.embargo.policy import is_tied_in_challenge, waits_for_marks
from judging.jury.policy import AS_JUDGE, DELIBERATION, is_president

STORE_CALCULATION = Operation(
    "calculation.store",
    phases=frozenset({Phase.JUDGING, Phase.DELIBERATION}),
    may=is_clock,
    is_unseen=True,
)
DECIDE_TIE = Operation(
    "tie.decide",
    phases=DELIBERATION,
    may=all_of(is_president, none_of(is_tied_in_challenge, waits_for_marks)),
    tells_marks=True,
    acts_as=AS_JUDGE,
    is_unseen=True,
)
ANNOUNCE_TIES = Operation(
    "tie.announce", phases=DELIBERATION, may=is_clock, tells_marks=True, is_unseen=True
)
