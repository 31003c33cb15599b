from typing import Any

from hackathon.kernel.operations import ANY_PHASE, Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    Actor,
    all_of,
    awaits_answer,
    is_addressed,
    is_clock,
    is_organiser,
    is_signed_in,
    keeps_marks_from,
    none_of,
    require_event,
)
from hackathon.kernel.roles import Role
from teams.help.models.request import HelpRequest
from teams.participants.policy import HACKING, TEAMS_OPEN
from teams.team.policy import is_member
from teams.team.roles import competes

COACHING = frozenset({Role.COACHES})

keeps_marks_from(competes)


def is_coach(actor: Actor, target: Any) -> bool:
    return is_signed_in(actor) and require_event(target).coaches.filter(user=actor).exists()


def is_coming(actor: Actor, request: HelpRequest) -> bool:
    """Whether this is the coach who has claimed the request."""
    coach = request.claimed_by
    return is_signed_in(actor) and coach is not None and coach.user_id == actor.pk


ASK_HELP = Operation("help.ask", phases=TEAMS_OPEN, may=is_member, is_unseen=True)
CANCEL_HELP = Operation("help.cancel", phases=TEAMS_OPEN, may=is_member, is_unseen=True)
CLAIM_HELP = Operation(
    "help.claim",
    phases=HACKING,
    may=all_of(is_coach, none_of(is_member)),
    acts_as=Role.COACHES,
    is_unseen=True,
)
HAND_ON_HELP = Operation("help.hand_on", phases=HACKING, may=is_coming, is_unseen=True)
CLOSE_HELP = Operation("help.close", phases=HACKING, may=is_coming, is_unseen=True)
EDIT_COACH = Operation("coach.edit", may=is_organiser, gives=COACHING, over_teams=False)
INVITE_COACH = Operation(
    "coach.invite",
    phases=TEAMS_OPEN,
    may=is_organiser,
    gives=COACHING,
    over_teams=False,
    is_unseen=True,
)
ACCEPT_COACHING = Operation("coach.accept", phases=TEAMS_OPEN, may=is_addressed, gives=COACHING)
DECLINE_COACHING = Operation(
    "coach.decline", phases=TEAMS_OPEN, may=all_of(is_addressed, awaits_answer)
)
END_HELP = Operation(
    "help.end", phases=ANY_PHASE - TEAMS_OPEN - {Phase.DRAFT}, may=is_clock, is_unseen=True
)
RESUME_HELP = Operation("help.resume", phases=HACKING, may=is_clock, is_unseen=True)
