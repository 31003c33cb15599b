from typing import Any

from hackathon.kernel.operations import Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    Actor,
    all_of,
    any_of,
    awaits_answer,
    is_addressed,
    is_organiser,
)
from hackathon.kernel.roles import Role
from judging.jury.models import Judge
from judging.jury.policy import (
    BEFORE_DELIBERATION,
    UNTIL_PUBLISHED,
    is_this_judge,
    presides_over_all,
)


def is_invited(actor: Actor, judge: Judge) -> bool:
    """Whether a mailed link is out; the service asks for the link itself."""
    return judge.token_hash is not None and judge.accepted_at is None


def is_anybody(actor: Actor, target: Any) -> bool:
    return True


A_SEAT = frozenset({Role.JUDGES})  # what these operations give; the person may hold no other

EDIT_JURY = Operation("judge.edit", may=is_organiser, gives=A_SEAT, over_teams=True)
INVITE_JUDGE = Operation(
    "judge.invite",
    phases=BEFORE_DELIBERATION,
    may=is_organiser,
    gives=A_SEAT,
    over_teams=True,
    is_unseen=True,
)
ACCEPT_JUDGING = Operation(
    "judge.accept", phases=BEFORE_DELIBERATION, may=is_addressed, gives=A_SEAT
)
DECLINE_JUDGING = Operation(
    "judge.decline", phases=BEFORE_DELIBERATION, may=all_of(is_addressed, awaits_answer)
)
ENTER_JURY = Operation("judge.enter", phases=BEFORE_DELIBERATION, may=is_invited)
INTRODUCE_JUDGE = Operation("judge.introduce", phases=UNTIL_PUBLISHED, may=is_this_judge)
EXCUSE_JUDGE = Operation(
    "judge.excuse",
    phases=UNTIL_PUBLISHED,
    may=any_of(is_organiser, presides_over_all),
    over_teams=True,
)
REINSTATE_JUDGE = Operation(
    "judge.reinstate", phases=UNTIL_PUBLISHED, may=is_organiser, gives=A_SEAT, over_teams=True
)
SEAT_PANELS = Operation(
    "panel.seat",
    phases=UNTIL_PUBLISHED | {Phase.DRAFT},
    may=is_organiser,
    gives=A_SEAT,
    over_teams=True,
)
IMPORT_JUDGES = Operation(
    "judge.import",
    phases=BEFORE_DELIBERATION | {Phase.DRAFT},
    may=is_organiser,
    gives=A_SEAT,
    over_teams=True,
)
OPEN_ROOM = Operation(
    "room_code.open", phases=BEFORE_DELIBERATION, may=is_organiser, over_teams=True, is_unseen=True
)
CLOSE_ROOM = Operation("room_code.close", may=is_organiser, over_teams=False, is_unseen=True)
ASK_FOR_SEAT = Operation(
    "candidate.ask", phases=BEFORE_DELIBERATION, may=is_anybody, is_unseen=True
)
ANSWER_CANDIDATE = Operation(
    "candidate.answer", phases=BEFORE_DELIBERATION, may=is_organiser, gives=A_SEAT, over_teams=True
)
