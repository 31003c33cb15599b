"""Ties that wait for the president, or for the deputy who acts in their place."""

from dataclasses import dataclass

from challenges.models import Challenge
from hackathon.models import Event, User
from judging.embargo.waits import without_tied
from judging.jury.models import PanelSeat
from judging.ranking import policy
from judging.ranking.selectors import ranking, ties
from judging.seats.selectors.seating import presided_by


@dataclass(frozen=True)
class Waiting:
    """Ties of a challenge that this person may decide, and nobody has."""

    challenge: Challenge
    number: int


def undecided_in(shown: ranking.Shown) -> list[str]:
    """Each group of level projects that nobody has put in an order, by the name of its lines."""
    lines, decisions = shown.calculation.result["lines"], shown.decisions
    groups = ties.groups_of(lines).values()
    return [ties.settles_sha256(row) for row in groups if not ties.standing_for(row, decisions)]


def waiting_for(user: User, event: Event) -> list[Waiting]:
    """For the desk; nothing before the ranking of the marks as they are has been computed."""
    if not policy.DECIDE_TIE.open_now(event) or not ties.president_decides(event):
        return []
    found = []
    for challenge in presided_by(event, user):
        challenge.event = event
        shown = ranking.shown_of(challenge) if ties.may_decide(user, challenge) else None
        number = len(undecided_in(shown)) if shown and shown.is_current else 0
        if number:
            found.append(Waiting(challenge, number))
    return found


def find_untold(challenge: Challenge) -> ranking.Shown | None:
    """The ranking as it stands, if a tie in it waits about which nobody has been written to."""
    shown = ranking.shown_of(challenge)
    if shown is None or not shown.is_current:
        return None
    told = {
        ties.settles_sha256(group)
        for row in challenge.calculations.exclude(ties_told_at=None)
        for group in ties.groups_of(row.result["lines"]).values()
    }
    return shown if set(undecided_in(shown)) - told else None


def deciders_of(challenge: Challenge) -> list[User]:
    """Who decides ties there: whoever leads the panel and is tied to no team concerned."""
    seats = PanelSeat.objects.leading().filter(challenge=challenge, judge__user__isnull=False)
    people = [seat.judge.user for seat in seats.select_related("judge__user")]
    return without_tied([person for person in people if person], challenge)
