from collections.abc import Mapping

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from judging import policy
from judging.models import Criterion, Judge, Score, Scorecard
from judging.rubric import rubric_of
from teams.models import Version


def save_scorecard(
    *,
    actor: User,
    judge: Judge,
    version: Version,
    marks: Mapping[Criterion, int],
    revision: int,
    remarks: str = "",
) -> Scorecard:
    """Write the marks given so far; the first save makes the scorecard."""
    wanted = Scorecard(judge=judge, version=version)
    with policy.SAVE_SCORECARD.begin(actor, wanted, lock=[judge]) as record:
        scorecard = editable(wanted, revision)
        scorecard.remarks = remarks
        scorecard.revision += 1
        scorecard.save()
        for criterion, value in marks.items():
            if criterion.event_id != judge.event_id:
                raise StateConflict(_("This criterion belongs to another event."))
            scale = {"lowest": criterion.lowest, "highest": criterion.highest}
            Score.objects.update_or_create(
                scorecard=scorecard, criterion=criterion, defaults={"value": value, **scale}
            )
        changed = {str(criterion.pk): value for criterion, value in marks.items()}
        record.about(scorecard, revision=scorecard.revision, marks=changed)
    return scorecard


def hand_in_scorecard(*, actor: User, scorecard: Scorecard, revision: int) -> Scorecard:
    with policy.HAND_IN_SCORECARD.begin(actor, scorecard, lock=[scorecard.judge]) as record:
        scorecard = editable(scorecard, revision)
        if scorecard.scores.count() < len(rubric_of(scorecard.version.submission.team.challenge)):
            raise StateConflict(_("Give a mark for every criterion first."))
        scorecard.handed_in_at = record.at
        scorecard.save()
        record.about(scorecard)
    return scorecard


def editable(wanted: Scorecard, revision: int) -> Scorecard:
    """The scorecard as it stands; the judge's row is locked, so there is one writer."""
    same = Scorecard.objects.filter(judge=wanted.judge, version=wanted.version)
    scorecard = same.select_for_update().first() or wanted
    if scorecard.handed_in_at:
        raise StateConflict(_("This scorecard was handed in and can no longer change."))
    if scorecard.revision != revision:
        raise StateConflict(_("This scorecard changed in another window. Reload to go on."))
    return scorecard
