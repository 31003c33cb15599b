from hackathon.kernel.operations import Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    all_of,
    any_of,
    is_clock,
    none_of,
    sees_marks,
)
from judging.embargo.policy import (
    is_tied_in_challenge,
    judges_elsewhere,
    waits_for_discussion,
    waits_for_marks,
)
from judging.jury.policy import AS_TRUSTED, is_president

PLANNING = frozenset({Phase.JUDGING})
# Who knows where further reviews go, knows who is in the race. Whoever waits for the panel's
# marks waits for this, too; a president may move reviews by hand while their own are open.
knows_the_panel = any_of(sees_marks, is_president)
may_plan = any_of(is_clock, all_of(knows_the_panel, none_of(waits_for_marks, is_tied_in_challenge)))
PROPOSE_WAVE = Operation(
    "wave.propose",
    phases=PLANNING,
    may=may_plan,
    tells_marks=True,
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
RELEASE_WAVE = Operation(
    "wave.release",
    phases=PLANNING,
    may=may_plan,
    tells_marks=True,
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
CHANGE_ASSIGNMENT = Operation(
    "assignment.change",
    phases=PLANNING,
    may=all_of(
        knows_the_panel, none_of(waits_for_discussion, judges_elsewhere, is_tied_in_challenge)
    ),
    tells_marks=True,
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
