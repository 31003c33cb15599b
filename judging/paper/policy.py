from hackathon.kernel.operations import Operation
from hackathon.kernel.predicates import (
    Actor,
    all_of,
    is_clock,
    is_signed_in,
    none_of,
)
from judging.embargo.policy import waits_for_marks
from judging.jury.policy import AS_TRUSTED, DELIBERATION, JUDGING
from judging.progress.policy import may_type
from judging.scorecards.models import PaperSheet


def waits_for_sheet(actor: Actor, sheet: PaperSheet) -> bool:
    """Another judge's marks, before a judge of the same panel whose own come first."""
    is_known = is_signed_in(actor) and actor.pk in (sheet.judge.user_id, sheet.typed_by_id)
    return not is_known and waits_for_marks(actor, sheet)


may_compare = all_of(may_type, none_of(waits_for_sheet))
TYPE_PAPER = Operation(
    "paper.type", phases=JUDGING, may=may_type, acts_as=AS_TRUSTED, is_unseen=True
)
# Its entry and its mail count how many fields the judge had given otherwise on screen.
CONFIRM_PAPER = Operation(
    "paper.confirm",
    phases=JUDGING,
    may=may_compare,
    tells_marks=True,
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
# What was not confirmed in time can only be put aside, or confirmed once judging is open again.
REFUSE_PAPER = Operation(
    "paper.refuse",
    phases=JUDGING | DELIBERATION,
    may=may_compare,
    acts_as=AS_TRUSTED,
    is_unseen=True,
)
ANNOUNCE_SHEETS = Operation("paper.announce", phases=DELIBERATION, may=is_clock, is_unseen=True)
