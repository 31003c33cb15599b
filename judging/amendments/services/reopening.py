"""Scorecards are opened again, because a criterion means something else than when they were given.

Both of judges who can act when the sense changes, and of those who can act again later.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from hackathon.models import User
from judging.amendments.selectors.reopening import cards_left_behind, cards_to_reopen
from judging.conflicts.services import act_again
from judging.jury.models import Judge
from judging.rules.models import ChangeOfSense, Criterion
from judging.rules.services import open_again
from judging.scorecards.models import MarkChange, Score, Scorecard
from judging.scorecards.selectors.sense import cards_at_hand
from teams.submissions.following import Moved, follow_moved

Scale = tuple[int, int]  # the lowest mark and the highest


@open_again.plug
def reopen(sense: ChangeOfSense, actor: User, at: datetime, reason: str) -> None:
    """The scorecards of those who can still act; marks that left the scale are taken back.

    Those of judges who have left stay as they are, each mark on the scale on which it was given.
    """
    cards = cards_to_reopen(sense.criterion)
    marks = Score.objects.filter(scorecard__in=cards_at_hand(sense.criterion).values("pk"))
    move_marks(sense, marks, scale_of(sense.criterion), actor, at)
    open_cards(sense, cards, at, reason)


def look_again(judges: Collection[Judge], actor: User, at: datetime) -> list[int]:
    """Judges can act again: what they handed in before a criterion changed its sense is opened,
    and what they had begun has its marks on the scale in force.

    It is kept with the change, so that taking that back gives these scorecards back, too.
    """
    found: list[int] = []
    changes = ChangeOfSense.objects.filter(
        sheet__event__judges__in=judges, taken_back_at=None, criterion__retired_at=None
    ).values("pk")
    rows = ChangeOfSense.objects.filter(pk__in=changes).order_by("pk")
    for change in rows.select_related("sheet", "criterion__event").select_for_update(of=("self",)):
        cards = cards_left_behind(change, judges)
        before, after, is_last = scales_around(change)
        marks = Score.objects.filter(
            scorecard__in=cards_at_hand(change.criterion).filter(judge__in=judges).values("pk"),
            lowest=before[0],
            highest=before[1],
        )
        if is_last:
            move_marks(change, marks, after, actor, at)
        open_cards(change, cards, at, change.sheet.reason)
        found += [card.pk for card in cards]
        change.save(update_fields=["cards", "marks"])
    return found


def opened_again(judges: Collection[Judge], actor: User, at: datetime) -> dict[str, list[int]]:
    """The same, as the log keeps it; nothing where nothing is opened."""
    opened = look_again(judges, actor, at)
    return {"opened": opened} if opened else {}


@act_again.plug
def look_again_without_tie(judge: Judge, actor: User, at: datetime) -> dict[str, list[int]]:
    return opened_again([judge], actor, at)


@follow_moved.plug
def look_again_where_it_came(moved: Moved) -> None:
    """After its scorecards have been put back as they were, also by an earlier sense."""
    cards = Scorecard.objects.on_record().filter(version__submission=moved.submission)
    for judge in Judge.objects.filter(scorecards__in=cards).exclude(user=None).distinct():
        if person := moved.by or judge.user:
            look_again([judge], person, moved.at)


def scale_of(criterion: Criterion) -> Scale:
    return criterion.lowest, criterion.highest


def scales_around(change: ChangeOfSense) -> tuple[Scale, Scale, bool]:
    """The criterion's scale before this change and after it, by what later changes say that they
    found; and whether no later one found the same scale, so that marks on it go on from here."""
    later = ChangeOfSense.objects.filter(
        criterion=change.criterion_id, pk__gt=change.pk, taken_back_at=None
    )
    after, found_later = scale_of(change.criterion), []
    for row in later.order_by("-pk"):
        after = scale_found_by(row, after)
        found_later.append(after)
    before = scale_found_by(change, after)
    now = scale_of(change.criterion)
    return before, after, before not in [*found_later, after, now]


def scale_found_by(change: ChangeOfSense, after: Scale) -> Scale:
    was = change.was or {}
    return was.get("lowest", after[0]), was.get("highest", after[1])


def move_marks(
    sense: ChangeOfSense, scores: QuerySet[Score], scale: Scale, actor: User, at: datetime
) -> None:
    """To this scale, where they are on another; what is not on it is taken back."""
    lowest, highest = scale
    scores = scores.filter(criterion=sense.criterion).exclude(lowest=lowest, highest=highest)
    kept = scores.values("id", "scorecard_id", "value", "lowest", "highest")
    sense.marks = [*sense.marks, *kept]
    outside = scores.exclude(value__range=scale)
    MarkChange.objects.bulk_create(
        MarkChange(
            scorecard_id=score.scorecard_id,
            criterion=sense.criterion,
            before=score.value,
            changed_by=actor,
            changed_at=at,
        )
        for score in outside
    )
    outside.delete()
    scores.update(lowest=lowest, highest=highest)


def open_cards(sense: ChangeOfSense, cards: list[Scorecard], at: datetime, reason: str) -> None:
    sense.cards = [*sense.cards, *(kept_of(card, at) for card in cards)]
    Scorecard.objects.filter(pk__in=[card.pk for card in cards]).update(
        handed_in_at=None, reopened_at=at, reopened_reason=reason
    )


def kept_of(card: Scorecard, at: datetime) -> dict[str, Any]:
    """Of a scorecard that is opened what it has to be again, if that is taken back."""
    reopened_at = card.reopened_at and card.reopened_at.isoformat()
    return {
        "id": card.pk,
        "opened_at": at.isoformat(),
        "handed_in_at": card.handed_in_at and card.handed_in_at.isoformat(),
        "reopened_at": reopened_at,
        "reopened_reason": card.reopened_reason,
    }
