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
        require_level(decision, lines, marks)
        require_seen(decision, instead_of)
        decision.decided_at = record.at
        decision.save()
        record.about(decision, instead_of=instead_of)  # more people read the log than the marks
    return decision


def require_level(decision: TieDecision, lines: ties.Lines, marks: Marks | None) -> None:
    """``lines`` were computed from ``marks``, which must still be those that were decided about."""
    challenge, seen = decision.challenge, decision.inputs_sha256
    if not ties.president_decides(challenge.event):
        raise StateConflict(_("The rule sheet does not let the president decide ties."))
    now = marks_for(challenge)
    if any(found is None or found.sha256 != seen for found in (marks, now)):
        raise StateConflict(_("Marks have changed since. Look at the ranking again."))
    groups = [sorted(group) for group in ties.groups_of(lines).values()]
    if sorted(decision.order) not in groups:
        raise StateConflict(_("These projects do not share a rank."))


def require_seen(decision: TieDecision, instead_of: int) -> None:
    known = ties.made_for([decision.challenge_id], decision.inputs_sha256)
    before = ties.standing_for(decision.order, known)
    if (before.pk if before else 0) != instead_of:
        raise StateConflict(_("This tie has been decided meanwhile. Look at it again."))
