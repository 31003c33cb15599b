from hackathon.kernel.operations import Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    all_of,
    none_of,
    sees_marks,
)
from judging.embargo.policy import is_tied_in_challenge, is_tied_in_event, waits_somewhere
from judging.jury.policy import AS_TRUSTED, DELIBERATION

# Nobody decides who wins among teams of which one is theirs, nor before their own marks are in.
may_award = all_of(sees_marks, none_of(waits_somewhere, is_tied_in_challenge))
may_publish = all_of(sees_marks, none_of(waits_somewhere, is_tied_in_event))
GIVE_AWARD = Operation(
    "award.give",
    phases=DELIBERATION,
    may=may_award,
    tells_marks=True,
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
WITHHOLD_AWARD = Operation(
    "award.withhold",
    phases=DELIBERATION,
    may=may_award,
    tells_marks=True,
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
REVOKE_AWARD = Operation(
    "award.revoke",
    phases=DELIBERATION,
    may=may_award,
    tells_marks=True,
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
PUBLISH_RESULTS = Operation(
    "results.publish", phases=DELIBERATION, may=may_publish, exclusive=True, acts_as=AS_TRUSTED
)
CORRECT_RESULTS = Operation(
    "results.correct",
    phases=frozenset({Phase.PUBLISHED}),
    may=may_publish,
    exclusive=True,
    acts_as=AS_TRUSTED,
)
