"""Marks stay with the panel that gave them, when a project moves to another challenge."""

from dataclasses import dataclass, field

from judging.jury.models import PanelSeat
from judging.rules.models import Criterion
from judging.rules.selectors.rubric import criteria_of, rubric_among
from judging.scorecards.models import MOVED, Scorecard
from judging.scorecards.services.keeping import forget, keep_for, put_back
from judging.scorecards.services.marking import Trace
from teams.submissions.following import Moved, follow_moved

AWAY = ["set_aside_at", "set_aside_reason", "moved_from", "elsewhere"]


@follow_moved.plug
def set_marks_aside(moved: Moved) -> None:
    """The old panel's scorecards are set aside, and those of the panel to which it returns count,
    as they were: by whatever way it comes back, and whatever was done with them elsewhere.

    Whoever sits on both panels and marks by the same criteria has judged it for the new one, too.
    """
    cards = Scorecard.objects.on_record().filter(version__submission=moved.submission)
    panels = Panels(criteria_of(moved.after.event))
    for card in cards.select_for_update(no_key=True, of=["self"]).select_related("judge__user"):
        if card.set_aside_at and card.moved_from_id is None:
            continue  # not by a move, and so not given back by one
        go_along(card, moved, panels)


@dataclass
class Panels:
    """Who sits where, and by what they mark there."""

    criteria: list[Criterion]
    seats: dict[int, set[int]] = field(default_factory=dict)

    def sits(self, judge: int, challenge: int) -> bool:
        if challenge not in self.seats:
            own = PanelSeat.objects.filter(challenge=challenge)
            own = own.exclude(role=PanelSeat.Role.RESERVE)
            self.seats[challenge] = set(own.values_list("judge", flat=True))
        return judge in self.seats[challenge]

    def is_judged_for_both(self, judge: int, one: int, other: int) -> bool:
        same = rubric_among(self.criteria, one) == rubric_among(self.criteria, other)
        return same and self.sits(judge, one) and self.sits(judge, other)


def go_along(card: Scorecard, moved: Moved, panels: Panels) -> None:
    """One scorecard: it counts again, counts there too, is set aside, or stays as it is."""
    after = moved.after.pk
    owner = card.moved_from_id or moved.before.pk  # whose panel gave what stands in it now
    kept = card.elsewhere or {}
    homes = [owner, *(int(key) for key, state in kept.items() if state is None)]
    if kept.get(str(after)):
        come_back_as_it_was(card, owner, moved)
    elif after in homes:
        forget(card, after)
        count_again(card)
    elif not (card.handed_in_at or card.moved_from_id):
        return
    elif any(panels.is_judged_for_both(card.judge_id, home, after) for home in homes):
        card.elsewhere = kept | {str(owner): None}
        count_again(card)
    elif card.moved_from_id is None:
        card.set_aside_at, card.set_aside_reason = moved.at, moved.reason[:300]
        card.moved_from = moved.before
    card.save(update_fields=AWAY)


def count_again(card: Scorecard) -> None:
    card.set_aside_at, card.set_aside_reason, card.moved_from = None, "", None


def come_back_as_it_was(card: Scorecard, owner: int, moved: Moved) -> None:
    """Its judge has marked it anew elsewhere: that is kept for there, and what they gave here
    stands again."""
    keep_for(card, owner)
    state = forget(card, moved.after.pk)
    count_again(card)
    card.version.submission.team.challenge = moved.after
    if state is None:
        raise LookupError(f"Nothing is kept beside {card!r}")
    put_back(card, state, trace_of(card, moved))
    card.save()


def trace_of(card: Scorecard, moved: Moved) -> Trace:
    """By whoever moved the project; by the judge where the clock did."""
    person = moved.by or card.judge.user
    if person is None:
        raise LookupError(f"{card!r} is nobody's")
    return Trace(person, moved.at, MOVED)
