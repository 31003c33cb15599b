from django.db.models import Exists, OuterRef

from hackathon.kernel.operations import Operation
from hackathon.kernel.predicates import (
    Actor,
    all_of,
    is_signed_in,
)
from judging.assignment.selectors import asked_of
from judging.jury.policy import AS_JUDGE, JUDGING, is_this_judge
from judging.scorecards.models import Scorecard
from teams.models import Submission


def is_to_score(actor: Actor, scorecard: Scorecard) -> bool:
    """Whether the submission is the judge's to score: by their seat, or as they were asked, and
    without a conflict with its team."""
    judge, submission = scorecard.judge, scorecard.version.submission
    tied = judge.conflicts.standing().filter(team=OuterRef("team"))
    asked = asked_of(judge, Submission.objects.filter(pk=submission.pk))
    return asked.filter(~Exists(tied)).exists()


may_score = all_of(is_this_judge, is_to_score)
SAVE_SCORECARD = Operation(
    "scorecard.save", phases=JUDGING, may=may_score, acts_as=AS_JUDGE, is_unseen=True
)
HAND_IN_SCORECARD = Operation(
    "scorecard.hand_in", phases=JUDGING, may=may_score, acts_as=AS_JUDGE, is_unseen=True
)
ABSTAIN = Operation(
    "scorecard.abstain", phases=JUDGING, may=may_score, acts_as=AS_JUDGE, is_unseen=True
)
TAKE_UP = Operation(
    "scorecard.take_up", phases=JUDGING, may=may_score, acts_as=AS_JUDGE, is_unseen=True
)
CARRY_ON = Operation(
    "scorecard.carry_on", phases=JUDGING, may=may_score, acts_as=AS_JUDGE, is_unseen=True
)
RECORD_REFUSAL = Operation("refusal.record", may=is_signed_in, is_unseen=True)
