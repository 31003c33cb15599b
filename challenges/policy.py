"""What can be done with the offer: by whom, and when."""

from typing import Any

from hackathon.kernel.operations import Operation, seen_at
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    Actor,
    all_of,
    any_of,
    is_organiser,
    is_participant,
    is_signed_in,
    knows_marks,
    require_event,
)
from hackathon.kernel.roles import Role


def owns_challenge(actor: Actor, target: Any) -> bool:
    challenge = getattr(target, "challenge", target)
    return is_signed_in(actor) and challenge.owners.filter(user=actor).exists()


BEFORE_JUDGING = frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING})


def is_before_judging(actor: Actor, target: Any) -> bool:
    event = require_event(target)
    return event.phase_at(seen_at(event)) in BEFORE_JUDGING


may_answer = any_of(owns_challenge, is_organiser)
QUESTIONS_OPEN = frozenset({Phase.REGISTRATION, Phase.HACKING})

EDIT_CHALLENGE = Operation(
    "challenge.edit",
    phases=frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING}),
    may=is_organiser,
    gives=frozenset({Role.COACHES}),  # of all, to who coached one alone that is deleted
    over_teams=True,
)
RESCHEDULE_CHALLENGE = Operation(
    "challenge.reschedule",
    phases=frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING}),
    may=is_organiser,
    exclusive=True,
    over_teams=True,
)
# Once prizes can be given, whether one can be deleted tells whether it has been.
EDIT_PRIZE = Operation(
    "prize.edit",
    phases=BEFORE_JUDGING | {Phase.JUDGING, Phase.DELIBERATION},
    may=all_of(is_organiser, any_of(is_before_judging, knows_marks)),
    over_teams=True,
)
EDIT_PAGE = Operation("page.edit", may=is_organiser, over_teams=False)
ADD_OWNER = Operation("owner.add", may=is_organiser, over_teams=False)
REMOVE_OWNER = Operation("owner.remove", may=is_organiser, over_teams=False)
ASK_QUESTION = Operation("question.ask", phases=QUESTIONS_OPEN, may=is_participant, is_unseen=True)
ANSWER_QUESTION = Operation(
    "question.answer", phases=QUESTIONS_OPEN, may=may_answer, over_teams=False
)
