"""Who comes first for a prize by the official ranking, and which decisions need a reason."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from challenges.models import Prize
from judging.ranking.selectors.official import Rank
from judging.results.models import UNDECIDED, Award


def winners_before(prize: Prize, decisions: Iterable[Award]) -> set[int | None]:
    """Who won an earlier prize of the same challenge."""
    return {
        award.submission_id
        for award in decisions
        if award.prize.challenge_id == prize.challenge_id and award.prize.rank < prize.rank
    }


def firsts_for(prize: Prize, ranks: list[Rank], decisions: Iterable[Award]) -> set[int]:
    """The best placed of those who won none of the challenge's earlier prizes; several if level."""
    taken = winners_before(prize, decisions)
    free = [line for line in ranks if line.entry not in taken]
    best = min((line.rank for line in free), default=0)
    return {line.entry for line in free if line.rank == best}


def why_a_reason(
    prize: Prize, submission_id: int, ranks: list[Rank], decisions: Iterable[Award]
) -> str:
    """Why giving the prize to this submission needs a reason; empty if it needs none."""
    decisions = list(decisions)
    firsts = firsts_for(prize, ranks, decisions)
    if firsts == {submission_id}:
        return ""
    if submission_id in firsts:
        return _("Others share its place in the ranking. Say why it gets the prize.")
    if submission_id not in {line.entry for line in ranks}:
        return _("It has no place in the ranking. Say why it gets the prize.")
    if submission_id in winners_before(prize, decisions):
        return _(
            "It has an earlier prize of this challenge already, so the next one in the ranking "
            "comes first for this prize. Say why it gets this prize, too."
        )
    return _("It is not the first of the ranking for this prize. Say why it gets the prize.")


def mark_of(award: Award | None) -> str:
    """How a form names what has been decided about a prize, so that it replaces that alone."""
    return award.mark if award else UNDECIDED
