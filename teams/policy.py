"""What can be done with teams and submissions: by whom, and when."""

from typing import Any

from hackathon.models import User
from hackathon.operations import ANY_PHASE, Operation
from hackathon.phases import Phase
from hackathon.predicates import (
    all_of,
    event_of,
    is_addressed,
    is_clock,
    is_organiser,
    is_participant,
    is_signed_in,
    keeps_marks_from,
    none_of,
)
from hackathon.roles import Role
from teams.deadlines import closing_of
from teams.roles import competes

TEAMS_OPEN = frozenset({Phase.REGISTRATION, Phase.HACKING})
HACKING = frozenset({Phase.HACKING})
FREEZE = "team_changes_close_at"
A_SEAT = frozenset({Role.COMPETES})
COACHING = frozenset({Role.COACHES})

keeps_marks_from(competes)


def is_member(actor: User, target, **seat) -> bool:
    team = getattr(target, "team", target)
    return is_signed_in(actor) and team.members.filter(user=actor, **seat).exists()


def is_captain(actor: User, target) -> bool:
    return is_member(actor, target, is_captain=True)


def is_own(actor: User, target) -> bool:
    return is_signed_in(actor) and target.user_id == actor.pk


def is_asking_captain(actor: User, offer) -> bool:
    return is_captain(actor, offer.asking_team)


def awaits_answer(actor: User | None, coach) -> bool:
    """Whether the coach has been asked, and has neither accepted nor declined."""
    return coach.token_hash is not None and coach.accepted_at is None


def is_coach(actor: User, target) -> bool:
    return is_signed_in(actor) and event_of(target).coaches.filter(user=actor).exists()


def is_coming(actor: User, request) -> bool:
    """Whether this is the coach who has claimed the request."""
    coach = request.claimed_by
    return is_signed_in(actor) and coach is not None and coach.user_id == actor.pk


def team_operation(verb: str, may, **more: Any) -> Operation:
    """Something that people do with their own teams, until teams are fixed."""
    return Operation(verb, phases=TEAMS_OPEN, until=FREEZE, may=may, **more)


def closing_operation(verb: str, may) -> Operation:
    """Shutting a door that somebody opened: at any time, or it would open by itself once more."""
    return Operation(verb, phases=ANY_PHASE, may=may)


REGISTER_TEAM = team_operation("team.register", is_participant, gives=A_SEAT)
EDIT_TEAM = team_operation("team.edit", is_captain)
INVITE_MEMBERS = team_operation("team.invite", is_captain)
REVOKE_INVITATION = closing_operation("invitation.revoke", is_captain)
RESEND_INVITATION = team_operation("invitation.resend", is_captain)
ACCEPT_INVITATION = team_operation("invitation.accept", is_addressed, gives=A_SEAT)
OPEN_LINK = team_operation("join_link.open", is_captain)
REVOKE_LINK = closing_operation("join_link.revoke", is_captain)
USE_LINK = team_operation("join_link.use", is_participant, gives=A_SEAT)
ASK_TO_JOIN = team_operation("join_request.ask", is_participant)
WITHDRAW_REQUEST = closing_operation("join_request.withdraw", is_own)
ANSWER_REQUEST = team_operation("join_request.answer", is_captain, gives=A_SEAT)
DECLINE_REQUEST = closing_operation("join_request.decline", is_captain)
OFFER_MERGE = team_operation("merge.offer", is_captain)
WITHDRAW_MERGE = closing_operation("merge.withdraw", is_asking_captain)
ANSWER_MERGE = team_operation("merge.answer", is_captain, gives=A_SEAT)
DECLINE_MERGE = closing_operation("merge.decline", is_captain)
HAND_OVER = team_operation("captain.hand_over", is_captain)
LEAVE_TEAM = team_operation("member.leave", is_own)
REMOVE_MEMBER = team_operation("member.remove", is_captain)

# An organiser can always put a team right, with a reason that the team is told. Once results are
# public they rest on who competed where, and that stays.
UNTIL_PUBLISHED = ANY_PHASE - {Phase.PUBLISHED}


def deciding_operation(verb: str, phases, **more: Any) -> Operation:
    """An organiser decides about teams or what they submit: nobody who competes does."""
    return Operation(verb, phases=phases, may=is_organiser, over_teams=True, **more)


MOVE_MEMBER = deciding_operation("member.move", UNTIL_PUBLISHED, gives=A_SEAT)
TAKE_MEMBER_OUT = deciding_operation("member.take_out", UNTIL_PUBLISHED)
MERGE_TEAMS = deciding_operation("team.merge", UNTIL_PUBLISHED, gives=A_SEAT)
MATCH_PEOPLE = deciding_operation("team.match", TEAMS_OPEN)
CORRECT_TEAM = deciding_operation("team.correct", ANY_PHASE, gives=A_SEAT)
CLOSE_TEAM = deciding_operation("team.close", UNTIL_PUBLISHED)
REOPEN_TEAM = deciding_operation("team.reopen", UNTIL_PUBLISHED, gives=A_SEAT)

# Until the team's own deadline and the minutes of grace: an extension may reach into judging.
WRITING = frozenset({Phase.HACKING, Phase.JUDGING})


def writing_operation(verb: str, may) -> Operation:
    return Operation(verb, phases=WRITING, closes=closing_of, may=may)


SAVE_SUBMISSION = writing_operation("submission.save", is_member)
BEGIN_UPLOAD = writing_operation("upload.begin", is_member)
ADD_FILE = writing_operation("file.add", is_member)
REMOVE_FILE = writing_operation("file.remove", is_member)
SUBMIT = writing_operation("submission.submit", is_member)
WITHDRAW = writing_operation("submission.withdraw", is_captain)
END_UPLOAD = Operation("upload.end", may=is_member)
RECORD_ATTEMPT = Operation("attempt.record", may=is_member)
GRANT_EXTENSION = deciding_operation("extension.grant", WRITING)
GRANT_ALL = deciding_operation("extension.grant_all", WRITING, exclusive=True)
ASK_LATE = Operation("late_request.ask", phases=WRITING, may=is_member)
ANSWER_LATE = deciding_operation("late_request.answer", WRITING)
ASK_HELP = Operation("help.ask", phases=TEAMS_OPEN, may=is_member)
CANCEL_HELP = Operation("help.cancel", phases=TEAMS_OPEN, may=is_member)
CLAIM_HELP = Operation(
    "help.claim", phases=HACKING, may=all_of(is_coach, none_of(is_member)), acts_as=Role.COACHES
)
HAND_ON_HELP = Operation("help.hand_on", phases=HACKING, may=is_coming)
CLOSE_HELP = Operation("help.close", phases=HACKING, may=is_coming)
EDIT_COACH = Operation("coach.edit", may=is_organiser, gives=COACHING, over_teams=False)
INVITE_COACH = Operation(
    "coach.invite", phases=TEAMS_OPEN, may=is_organiser, gives=COACHING, over_teams=False
)
ACCEPT_COACHING = Operation("coach.accept", phases=TEAMS_OPEN, may=is_addressed, gives=COACHING)
DECLINE_COACHING = Operation(
    "coach.decline", phases=TEAMS_OPEN, may=all_of(is_addressed, awaits_answer)
)

# Taking part. Organisers decide at any time; people until registration closes.
REGISTRATION = "registration_closes_at"


# Nobody can come into the team any more; what was still offered and asked is told.
FIX_TEAM = Operation("team.fix", phases=ANY_PHASE - {Phase.DRAFT, Phase.PUBLISHED}, may=is_clock)
END_HELP = Operation("help.end", phases=ANY_PHASE - TEAMS_OPEN - {Phase.DRAFT}, may=is_clock)
RESUME_HELP = Operation("help.resume", phases=HACKING, may=is_clock)
TAKE_DRAFT = Operation("submission.take", phases=WRITING, may=is_clock)
SWEEP_UPLOAD = Operation("upload.sweep", may=is_clock)
SAVE_ANSWERS = Operation(
    "participant.save", phases=TEAMS_OPEN, until=REGISTRATION, may=is_participant
)
APPLY = Operation("participant.apply", phases=TEAMS_OPEN, until=REGISTRATION, may=is_participant)
AGREE = Operation("participant.agree", phases=ANY_PHASE - {Phase.DRAFT}, may=is_own)
CONFIRM_PLACE = Operation("participant.confirm", phases=TEAMS_OPEN, may=is_own)
WITHDRAW_FROM_EVENT = Operation("participant.withdraw", phases=TEAMS_OPEN, may=is_own)
LOOK_FOR_TEAM = Operation("participant.look", phases=TEAMS_OPEN, may=is_own)
DECIDE_PARTICIPANT = Operation("participant.decide", may=is_organiser, over_teams=True)
NOTE_PARTICIPANT = Operation("participant.note", may=is_organiser, over_teams=False)
MOVE_UP = Operation("participant.move_up", phases=TEAMS_OPEN, may=is_clock)
REMIND_PARTICIPANT = Operation("participant.remind", phases=TEAMS_OPEN, may=is_clock)
CHECK_IN = Operation("participant.check_in", may=is_organiser, over_teams=False)
REGISTER_AT_DESK = Operation("participant.walk_in", may=is_organiser, over_teams=False)

EDIT_ENTRY_FORM = Operation("entry_form.edit", may=is_organiser, over_teams=False)
EDIT_CODES = Operation("admission_code.edit", may=is_organiser, over_teams=False)
PUBLISH_CONSENT = Operation("consent.publish", may=is_organiser, over_teams=False)

# What organisers do with submissions: decide, show, take along.
AFTER = frozenset({Phase.JUDGING, Phase.DELIBERATION, Phase.PUBLISHED})
BEFORE_PUBLICATION = frozenset({Phase.HACKING, Phase.JUDGING, Phase.DELIBERATION})

TRIAGE = deciding_operation("submission.triage", BEFORE_PUBLICATION)
DISQUALIFY = deciding_operation(
    "submission.disqualify", frozenset({Phase.JUDGING, Phase.DELIBERATION})
)
RESCUE = deciding_operation("submission.rescue", WRITING)
RECALL = deciding_operation("submission.recall", BEFORE_PUBLICATION)
OPEN_GALLERY = Operation("gallery.open", phases=AFTER, may=is_organiser, over_teams=False)
CLOSE_GALLERY = Operation("gallery.close", phases=AFTER, may=is_organiser, over_teams=False)
NAME_ME = Operation("member.name_me", phases=ANY_PHASE - {Phase.DRAFT}, may=is_own)
ASK_BUNDLE = Operation("bundle.ask", phases=AFTER | HACKING, may=is_organiser, over_teams=True)
FINISH_BUNDLE = Operation("bundle.finish", may=is_clock)
DROP_BUNDLE = Operation("bundle.drop", may=is_clock)
EDIT_PROJECT_FORM = Operation("project_form.edit", may=is_organiser, over_teams=True)
