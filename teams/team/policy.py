from typing import Any

from hackathon.kernel.operations import ANY_PHASE, Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    Actor,
    Predicate,
    is_addressed,
    is_clock,
    is_organiser,
    is_participant,
    is_signed_in,
)
from hackathon.kernel.roles import Role
from teams.participants.policy import FREEZE, TEAMS_OPEN, is_own

A_SEAT = frozenset({Role.COMPETES})


def is_member(actor: Actor, target: Any, **seat: Any) -> bool:
    team = getattr(target, "team", target)
    return is_signed_in(actor) and team.members.filter(user=actor, **seat).exists()


def is_captain(actor: Actor, target: Any) -> bool:
    return is_member(actor, target, is_captain=True)


def is_invited(actor: Actor, invitation: Any) -> bool:
    """Whether the seat is offered to this person: found, or at the address that is theirs now."""
    if invitation.found_id is None:
        return is_addressed(actor, invitation)
    return is_signed_in(actor) and actor.pk == invitation.found_id


def team_operation(verb: str, may: Predicate, **more: Any) -> Operation:
    """Something that people do with their own teams, until teams are fixed."""
    return Operation(verb, phases=TEAMS_OPEN, until=FREEZE, may=may, **more)


def closing_operation(verb: str, may: Predicate) -> Operation:
    """Shutting a door that somebody opened: at any time, or it would open by itself once more."""
    return Operation(verb, phases=ANY_PHASE, may=may)


REGISTER_TEAM = team_operation("team.register", is_participant, gives=A_SEAT)
EDIT_TEAM = team_operation("team.edit", is_captain)
INVITE_MEMBERS = team_operation("team.invite", is_captain)
REVOKE_INVITATION = closing_operation("invitation.revoke", is_captain)
RESEND_INVITATION = team_operation("invitation.resend", is_captain)
ACCEPT_INVITATION = team_operation("invitation.accept", is_invited, gives=A_SEAT)
OPEN_LINK = team_operation("join_link.open", is_captain)
REVOKE_LINK = closing_operation("join_link.revoke", is_captain)
USE_LINK = team_operation("join_link.use", is_participant, gives=A_SEAT)
ASK_TO_JOIN = team_operation("join_request.ask", is_participant)
WITHDRAW_REQUEST = closing_operation("join_request.withdraw", is_own)
ANSWER_REQUEST = team_operation("join_request.answer", is_captain, gives=A_SEAT)
DECLINE_REQUEST = closing_operation("join_request.decline", is_captain)
HAND_OVER = team_operation("captain.hand_over", is_captain)
LEAVE_TEAM = team_operation("member.leave", is_own)
REMOVE_MEMBER = team_operation("member.remove", is_captain)

# An organiser can always put a team right, with a reason that the team is told. Once results are
# public they rest on who competed where, and that stays.
UNTIL_PUBLISHED = ANY_PHASE - {Phase.PUBLISHED}


def deciding_operation(verb: str, phases: frozenset[Phase], **more: Any) -> Operation:
    """An organiser decides about teams or what they submit: nobody who competes does."""
    return Operation(verb, phases=phases, may=is_organiser, over_teams=True, **more)


# Nobody can come into the team any more; what was still offered and asked is told.
FIX_TEAM = Operation("team.fix", phases=ANY_PHASE - {Phase.DRAFT, Phase.PUBLISHED}, may=is_clock)
NAME_ME = Operation("member.name_me", phases=ANY_PHASE - {Phase.DRAFT}, may=is_own)
