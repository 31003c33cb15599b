"""The president decides what the ladder leaves level."""

from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.errors import StateConflict
from hackathon.models import User
from judging import policy, ties
from judging.computing import lines_for
from judging.marks import Marks, marks_for
from judging.models import TieDecision


def decide_tie(
    *,
    actor: User,
    challenge: Challenge,
    order: list[int],
    reason: str,
    inputs_sha256: str,
    instead_of: int = 0,
) -> TieDecision:
    """Put submissions of one rank in an order, best first, with a reason; kept for good.

    ``inputs_sha256`` names the marks that the president saw, ``instead_of`` the decision that
    stood then: if either has moved on, they look again. The ranking is computed before anything
    is locked, and under lock the marks are compared.
    """
    marks = marks_for(challenge)
    lines = lines_for(challenge, marks) if marks else []
    decision = TieDecision(
        challenge=challenge, order=order, reason=reason.strip()[:300], decided_by=actor,
        inputs_sha256=inputs_sha256,
    )  # fmt: skip
    seats = challenge.event.judges.filter(user=actor)
    with policy.DECIDE_TIE.begin(actor, decision, lock=[challenge, *seats]) as record:
        if not ties.president_decides(record.event):
            raise StateConflict(_("The rule sheet does not let the president decide ties."))
        require_same_marks(inputs_sha256, marks, marks_for(challenge))
        require_tie(lines, order)
        before = ties.standing_for(order, ties.made_for([challenge.pk], inputs_sha256))
        if (before.pk if before else 0) != instead_of:
            raise StateConflict(_("This tie has been decided meanwhile. Look at it again."))
        decision.decided_at = record.at
        decision.save()
        record.about(decision, instead_of=instead_of)  # more people read the log than the marks
    return decision


def require_same_marks(seen: str, *found: Marks | None) -> None:
    if any(marks is None or marks.sha256 != seen for marks in found):
        raise StateConflict(_("Marks have changed since. Look at the ranking again."))


def require_tie(lines: ties.Lines, order: list[int]) -> None:
    groups = [sorted(group) for group in ties.groups_of(lines).values()]
    if sorted(order) not in groups:
        raise StateConflict(_("These projects do not share a rank."))
