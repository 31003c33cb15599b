"""What can be done with teams and submissions: by whom, and when."""

from hackathon.models import User
from hackathon.operations import Operation
from hackathon.phases import Phase
from hackathon.predicates import (
    all_of,
    event_of,
    is_addressed,
    is_organiser,
    is_participant,
    is_signed_in,
    none_of,
)

TEAMS_OPEN = frozenset({Phase.REGISTRATION, Phase.HACKING})
HACKING = frozenset({Phase.HACKING})


def is_member(actor: User, target, **seat) -> bool:
    team = getattr(target, "team", target)
    return is_signed_in(actor) and team.members.filter(user=actor, **seat).exists()


def is_captain(actor: User, target) -> bool:
    return is_member(actor, target, is_captain=True)


def is_own_seat(actor: User, member) -> bool:
    return is_signed_in(actor) and member.user_id == actor.pk


def is_coach(actor: User, target) -> bool:
    return is_signed_in(actor) and event_of(target).coaches.filter(user=actor).exists()


def is_coming(actor: User, request) -> bool:
    """Whether this is the coach who has claimed the request."""
    coach = request.claimed_by
    return is_signed_in(actor) and coach is not None and coach.user_id == actor.pk


REGISTER_TEAM = Operation("team.register", phases=TEAMS_OPEN, may=is_participant)
RENAME_TEAM = Operation("team.rename", phases=TEAMS_OPEN, may=is_captain)
INVITE_MEMBERS = Operation("team.invite", phases=TEAMS_OPEN, may=is_captain)
REVOKE_INVITATION = Operation("invitation.revoke", phases=TEAMS_OPEN, may=is_captain)
ACCEPT_INVITATION = Operation("invitation.accept", phases=TEAMS_OPEN, may=is_addressed)
HAND_OVER = Operation("captain.hand_over", phases=TEAMS_OPEN, may=is_captain)
LEAVE_TEAM = Operation("member.leave", phases=TEAMS_OPEN, may=is_own_seat)
REMOVE_MEMBER = Operation("member.remove", phases=TEAMS_OPEN, may=is_captain)
SAVE_SUBMISSION = Operation("submission.save", phases=HACKING, may=is_member)
SUBMIT = Operation("submission.submit", phases=HACKING, may=is_member)
WITHDRAW = Operation("submission.withdraw", phases=HACKING, may=is_captain)
ASK_HELP = Operation("help.ask", phases=TEAMS_OPEN, may=is_member)
CANCEL_HELP = Operation("help.cancel", phases=TEAMS_OPEN, may=is_member)
CLAIM_HELP = Operation("help.claim", phases=HACKING, may=all_of(is_coach, none_of(is_member)))
HAND_ON_HELP = Operation("help.hand_on", phases=HACKING, may=is_coming)
CLOSE_HELP = Operation("help.close", phases=HACKING, may=is_coming)
EDIT_COACH = Operation("coach.edit", may=is_organiser)
INVITE_COACH = Operation("coach.invite", phases=TEAMS_OPEN, may=is_organiser)
ACCEPT_COACHING = Operation("coach.accept", phases=TEAMS_OPEN, may=is_addressed)
