from hackathon.kernel.operations import Operation
from hackathon.kernel.predicates import (
    all_of,
    any_of,
    is_organiser,
    none_of,
    sees_marks,
)
from judging.conflicts.policy import is_tied_to_team
from judging.embargo.policy import judges_elsewhere
from judging.jury.policy import (
    AS_JUDGE,
    DELIBERATION,
    JUDGING,
    is_president,
    presides_with,
)

may_oversee = all_of(any_of(is_organiser, is_president), none_of(is_tied_to_team))
may_type = all_of(any_of(sees_marks, is_president), none_of(is_tied_to_team, judges_elsewhere))
REOPEN_SCORECARD = Operation(
    "scorecard.reopen", phases=JUDGING, may=may_oversee, acts_as=AS_JUDGE, is_unseen=True
)
NUDGE_JUDGE = Operation(
    "judge.nudge",
    phases=JUDGING,
    may=any_of(is_organiser, presides_with),
    over_teams=False,
    is_unseen=True,
)
OPEN_DISCUSSION = Operation(
    "discussion.open",
    phases=JUDGING | DELIBERATION,
    may=is_president,
    acts_as=AS_JUDGE,
    is_unseen=True,
)
