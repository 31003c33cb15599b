from hackathon.kernel.operations import Operation
from hackathon.kernel.predicates import (
    Actor,
    all_of,
    is_signed_in,
    none_of,
)
from judging.embargo.policy import waits_for_marks
from judging.embargo.waits import readers_beside
from judging.jury.policy import (
    AS_JUDGE,
    AS_TRUSTED,
    DELIBERATION,
    JUDGING,
    challenge_of,
)
from judging.scorecards.policy import may_score
from judging.unsaved.models import UnsavedMarks


def is_reader(actor: Actor, unsaved: UnsavedMarks) -> bool:
    """Whether what a judge sent about a project is this person's to read."""
    readers = readers_beside(challenge_of(unsaved), unsaved.judge)
    return is_signed_in(actor) and actor.pk in {person.pk for person in readers.people}


# What was not saved is told, not counted: also after judging, while its marks could matter.
SEND_UNSAVED = Operation(
    "unsaved_marks.send",
    phases=JUDGING | DELIBERATION,
    may=may_score,
    acts_as=AS_JUDGE,
    is_unseen=True,
)
SETTLE_UNSAVED = Operation(
    "unsaved_marks.settle",
    phases=JUDGING | DELIBERATION,
    may=all_of(is_reader, none_of(waits_for_marks)),
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
