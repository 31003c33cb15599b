"""The president decides what the ladder leaves level."""

from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.texts import fitting
from hackathon.models import Event, User
from judging.ranking import policy
from judging.ranking.models import TieDecision
from judging.ranking.selectors import ties, waiting_ties
from judging.ranking.selectors.computing import lines_for
from judging.scorecards.selectors.marks import Marks, marks_for


def decide_tie(
    *,
    actor: User,
    challenge: Challenge,
    order: list[int],
    reason: str,
    settles_sha256: str,
    instead_of: int = 0,
) -> TieDecision:
    """Put submissions of one rank in an order, best first, with a reason; kept for good.

    ``settles_sha256`` names the level lines that the president saw, ``instead_of`` the decision
    that stood then: if either has moved on, they look again. Under lock the marks are compared
    with those of the ranking that was read before. Raises NotComputed while it is computed.
    """
    marks = marks_for(challenge)
    lines = lines_for(challenge, marks) if marks else []
    decision = TieDecision(
        challenge=challenge,
        order=order,
        reason=fitting(reason, 300),
        decided_by=actor,
        settles_sha256=settles_sha256,
        inputs_sha256=marks.sha256 if marks else "",
    )
    seats = challenge.event.judges.filter(user=actor)
    with policy.DECIDE_TIE.begin(actor, decision, lock=[challenge, *seats]) as record:
        require_level(decision, lines, marks)
        require_seen(decision, lines, instead_of)
        decision.decided_at = record.at
        decision.save()
        record.about(decision, instead_of=instead_of)  # more people read the log than the marks
    return decision


def announce_ties(event: Event) -> int:
    """Write to whoever decides that ties wait for them, once about each; how many challenges.

    When judging has closed and the ranking is there. Where nobody could decide, nobody is told.
    """
    if not policy.ANNOUNCE_TIES.open_now(event) or not ties.president_decides(event):
        return 0
    return sum(announce_ties_of(challenge) for challenge in event.challenges.all())


def announce_ties_of(challenge: Challenge) -> int:
    shown = waiting_ties.find_untold(challenge)
    if shown is None or not waiting_ties.deciders_of(challenge):
        return 0
    row = shown.calculation
    with policy.ANNOUNCE_TIES.begin(None, challenge, lock=[challenge]) as record:
        row.refresh_from_db(fields=["ties_told_at"])
        if row.ties_told_at:
            return 0
        row.ties_told_at = record.at
        row.save(update_fields=["ties_told_at"])
        record.about(row)
    return 1


def require_level(decision: TieDecision, lines: ties.Lines, marks: Marks | None) -> None:
    """``lines`` were computed from ``marks``, which must still be those that were decided about."""
    challenge = decision.challenge
    if not ties.president_decides(challenge.event):
        raise StateConflict(_("The rule sheet does not let the president decide ties."))
    now = marks_for(challenge)
    if marks is None or now is None or now.sha256 != marks.sha256:
        raise StateConflict(_("Marks have changed since. Look at the ranking again."))
    group = level_group(decision, lines)
    if group is None:
        raise StateConflict(_("These projects do not share a rank."))
    if ties.settles_sha256(group) != decision.settles_sha256:
        raise StateConflict(_("Marks have changed since. Look at the ranking again."))


def level_group(decision: TieDecision, lines: ties.Lines) -> ties.Lines | None:
    """The lines that share a rank and are exactly those that the decision puts in an order."""
    groups = ties.groups_of(lines).values()
    order = sorted(decision.order)
    return next((group for group in groups if sorted(ties.members_of(group)) == order), None)


def require_seen(decision: TieDecision, lines: ties.Lines, instead_of: int) -> None:
    known = ties.made_about([decision.challenge_id])
    before = ties.standing_for(level_group(decision, lines) or [], known)
    if (before.pk if before else 0) != instead_of:
        raise StateConflict(_("This tie has been decided meanwhile. Look at it again."))
