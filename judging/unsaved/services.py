"""What the server did not take from a judge goes to whoever leads the panel, to be read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.operations import Record
from hackathon.models import User
from judging.embargo.selectors import NOBODY_READS
from judging.embargo.waits import Reader, readers_beside
from judging.jury.models import Judge
from judging.jury.policy import challenge_of
from judging.paper.selectors.paper import typed_in_since
from judging.rules.models import Criterion
from judging.rules.selectors.rubric import criterion_named
from judging.unsaved import policy
from judging.unsaved.models import UnsavedMarks
from teams.models import Version

MOST = 10  # that one judge sends for one project
HIGHEST = 10  # of any scale


def send_unsaved(
    *,
    actor: User,
    judge: Judge,
    version: Version,
    marks: Mapping[str, Any],
    remarks: str = "",
    was_to_be_handed_in: bool = False,
) -> UnsavedMarks:
    """Keep what a judge gave, by the names of a scorecard's fields; none of it counts.

    Sent once more, because the answer got lost, it is the same. Raises StateConflict if there is
    nothing that could be read, or too much, or if nobody could read it.
    """
    row = UnsavedMarks(judge=judge, version=version, was_to_be_handed_in=was_to_be_handed_in)
    with policy.SEND_UNSAVED.begin(actor, row, lock=[judge]) as record:
        row.marks, row.remarks = readable(marks, judge), remarks
        if not row.marks and not row.remarks:
            raise StateConflict(_("There is nothing to send: no mark, and no comment."))
        if readers_beside(challenge_of(row), judge).role is Reader.NOBODY:
            raise StateConflict(NOBODY_READS)
        earlier = judge.unsaved_marks.filter(version__submission=version.submission_id)
        same = earlier.filter(version=version, marks=row.marks, remarks=remarks, settled_at=None)
        if known := same.first():
            return known_again(known, record)
        if earlier.count() >= MOST:
            raise StateConflict(
                _(
                    "You have sent marks for this project ten times. "
                    "Talk to whoever leads your panel."
                )
            )
        row.sent_at = record.at
        row.save()
        record.about(row, judge=judge.pk, version=version.pk)
    return row


def known_again(row: UnsavedMarks, record: Record) -> UnsavedMarks:
    record.about(row, judge=row.judge_id, version=row.version_id, was_sent_before=True)
    return row


def readable(marks: Mapping[str, Any], judge: Judge) -> dict[str, int]:
    """A criterion's number to its mark; of criteria that the event has or had."""
    known = {str(pk) for pk in judge.event.criteria.values_list("pk", flat=True)}
    given = {}
    for name, value in marks.items():
        criterion: Criterion | None = criterion_named(name)
        if criterion is None or str(criterion.pk) not in known:
            raise StateConflict(_("This criterion does not belong to this project's rubric."))
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not 0 <= value <= HIGHEST:
            raise StateConflict(_("This mark is not on the scale."))
        given[str(criterion.pk)] = value
    return given


def settle_unsaved(*, actor: User, unsaved: UnsavedMarks, answer: str) -> UnsavedMarks:
    """Say what became of it: it was read, or its marks were typed in as a paper scorecard."""
    with policy.SETTLE_UNSAVED.begin(actor, unsaved, lock=[unsaved.judge, unsaved]) as record:
        if unsaved.settled_at:
            raise StateConflict(_("Somebody has settled this already."))
        if answer not in UnsavedMarks.Answer:
            raise StateConflict(_("Say whether you read it or entered it."))
        if answer == UnsavedMarks.Answer.ENTERED and not typed_in_since(unsaved).exists():
            raise StateConflict(_("Type the marks in as a paper scorecard first."))
        unsaved.answer, unsaved.settled_by, unsaved.settled_at = answer, actor, record.at
        unsaved.save()
        record.about(unsaved, answer=answer)
    return unsaved
