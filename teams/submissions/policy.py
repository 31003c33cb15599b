from hackathon.kernel.operations import Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    Predicate,
    is_clock,
    is_organiser,
)
from teams.deadlines.policy import WRITING
from teams.deadlines.rule import closing_of
from teams.participants.policy import HACKING
from teams.team.policy import deciding_operation, is_captain, is_member


def writing_operation(verb: str, may: Predicate, *, is_unseen: bool = False) -> Operation:
    return Operation(verb, phases=WRITING, closes=closing_of, may=may, is_unseen=is_unseen)


SAVE_SUBMISSION = writing_operation("submission.save", is_member, is_unseen=True)
BEGIN_UPLOAD = writing_operation("upload.begin", is_member, is_unseen=True)
ADD_FILE = writing_operation("file.add", is_member, is_unseen=True)
REMOVE_FILE = writing_operation("file.remove", is_member, is_unseen=True)
SUBMIT = writing_operation("submission.submit", is_member)
WITHDRAW = writing_operation("submission.withdraw", is_captain)
END_UPLOAD = Operation("upload.end", may=is_member, is_unseen=True)
RECORD_ATTEMPT = Operation("attempt.record", may=is_member, is_unseen=True)
TAKE_DRAFT = Operation("submission.take", phases=WRITING, may=is_clock)
SWEEP_UPLOAD = Operation("upload.sweep", may=is_clock, is_unseen=True)

# What organisers do with submissions: decide, show, take along.
AFTER = frozenset({Phase.JUDGING, Phase.DELIBERATION, Phase.PUBLISHED})
BEFORE_PUBLICATION = frozenset({Phase.HACKING, Phase.JUDGING, Phase.DELIBERATION})

TRIAGE = deciding_operation("submission.triage", BEFORE_PUBLICATION)
DISQUALIFY = deciding_operation(
    "submission.disqualify", frozenset({Phase.JUDGING, Phase.DELIBERATION})
)
RESCUE = deciding_operation("submission.rescue", WRITING)
RECALL = deciding_operation("submission.recall", BEFORE_PUBLICATION)
ASK_BUNDLE = Operation(
    "bundle.ask", phases=AFTER | HACKING, may=is_organiser, over_teams=True, is_unseen=True
)
FINISH_BUNDLE = Operation("bundle.finish", may=is_clock, is_unseen=True)
DROP_BUNDLE = Operation("bundle.drop", may=is_clock, is_unseen=True)
EDIT_PROJECT_FORM = Operation(
    "project_form.edit", may=is_organiser, over_teams=True, is_unseen=True
)
