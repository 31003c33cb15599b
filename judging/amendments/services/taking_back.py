"""The last change of a criterion's sense is taken back whole."""

from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import GuardedQuerySet
from hackathon.models import User
from judging.amendments import policy
from judging.amendments.selectors.taking_back import obstacle_to_taking_back
from judging.rules.models import ChangeOfSense, Criterion, RuleSheet
from judging.rules.services import publish
from judging.scorecards.models import MarkChange, Score, Scorecard


def take_back_sense(*, actor: User, change: ChangeOfSense, reason: str) -> RuleSheet:
    """The criterion is what it was, the next sheet says so, and the scorecards that were opened
    are handed in as they were, with their marks.

    Raises StateConflict once a judge has gone on, or the rules have been changed again.
    """
    with policy.TAKE_BACK_RULES.begin(actor, change, lock=[change, change.criterion]) as record:
        if obstacle := obstacle_to_taking_back(change):
            raise StateConflict(obstacle)
        if not reason.strip():
            raise StateConflict(_("Say why: the jury is told, and the new rule sheet carries it."))
        put_back_criterion(change, record.at)
        put_back_marks(change, actor, record.at)
        put_back_cards(change)
        change.taken_back_at = record.at
        change.save(update_fields=["taken_back_at"])
        sheet = publish(change.event, actor, record.at, reason.strip())
        record.about(sheet, change=change.pk, cards=len(change.cards), number=sheet.number)
    return sheet


def put_back_criterion(change: ChangeOfSense, at: datetime) -> None:
    """Columns as they were stored; what was new goes out of force, as a criterion always does."""
    was = {"retired_at": at} if change.was is None else change.was
    GuardedQuerySet(Criterion).filter(pk=change.criterion_id).update(**was)


def put_back_marks(change: ChangeOfSense, actor: User, at: datetime) -> None:
    """Each mark on the scale on which it was given; what was taken back stands again.

    Where a scorecard was touched twice, because its project has come back since, the last counts.
    """
    kept = {mark["scorecard_id"]: mark for mark in change.marks}
    marks = Score.objects.filter(criterion=change.criterion_id, scorecard__in=kept)
    there = {score.scorecard_id: score for score in marks}
    for card, mark in kept.items():
        scale = {"lowest": mark["lowest"], "highest": mark["highest"]}
        if card in there:
            Score.objects.filter(pk=there[card].pk).update(**scale)
            continue
        Score.objects.create(criterion_id=change.criterion_id, **mark)
        MarkChange.objects.create(
            scorecard_id=card,
            criterion_id=change.criterion_id,
            after=mark["value"],
            changed_by=actor,
            changed_at=at,
        )


def put_back_cards(change: ChangeOfSense) -> None:
    for card in change.cards:
        Scorecard.objects.filter(pk=card["id"]).update(
            handed_in_at=parse_datetime(card["handed_in_at"]),
            reopened_at=parse_datetime(card["reopened_at"]) if card["reopened_at"] else None,
            reopened_reason=card["reopened_reason"],
        )
