"""What can be done with teams and submissions: by whom, and when."""

from hackathon.models import User
from hackathon.operations import ANY_PHASE, Operation
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
from teams.deadlines import closing_of

TEAMS_OPEN = frozenset({Phase.REGISTRATION, Phase.HACKING})
HACKING = frozenset({Phase.HACKING})
FREEZE = "team_changes_close_at"


def is_member(actor: User, target, **seat) -> bool:
    team = getattr(target, "team", target)
    return is_signed_in(actor) and team.members.filter(user=actor, **seat).exists()


def is_captain(actor: User, target) -> bool:
    return is_member(actor, target, is_captain=True)


def is_own(actor: User, target) -> bool:
    return is_signed_in(actor) and target.user_id == actor.pk


def is_asking_captain(actor: User, offer) -> bool:
    return is_captain(actor, offer.asking_team)


def is_coach(actor: User, target) -> bool:
    return is_signed_in(actor) and event_of(target).coaches.filter(user=actor).exists()


def is_coming(actor: User, request) -> bool:
    """Whether this is the coach who has claimed the request."""
    coach = request.claimed_by
    return is_signed_in(actor) and coach is not None and coach.user_id == actor.pk


def team_operation(verb: str, may) -> Operation:
    """Something that people do with their own teams, until teams are fixed."""
    return Operation(verb, phases=TEAMS_OPEN, until=FREEZE, may=may)


REGISTER_TEAM = team_operation("team.register", is_participant)
EDIT_TEAM = team_operation("team.edit", is_captain)
INVITE_MEMBERS = team_operation("team.invite", is_captain)
REVOKE_INVITATION = team_operation("invitation.revoke", is_captain)
RESEND_INVITATION = team_operation("invitation.resend", is_captain)
ACCEPT_INVITATION = team_operation("invitation.accept", is_addressed)
OPEN_LINK = team_operation("join_link.open", is_captain)
REVOKE_LINK = team_operation("join_link.revoke", is_captain)
USE_LINK = team_operation("join_link.use", is_participant)
ASK_TO_JOIN = team_operation("join_request.ask", is_participant)
WITHDRAW_REQUEST = team_operation("join_request.withdraw", is_own)
ANSWER_REQUEST = team_operation("join_request.answer", is_captain)
OFFER_MERGE = team_operation("merge.offer", is_captain)
WITHDRAW_MERGE = team_operation("merge.withdraw", is_asking_captain)
ANSWER_MERGE = team_operation("merge.answer", is_captain)
HAND_OVER = team_operation("captain.hand_over", is_captain)
LEAVE_TEAM = team_operation("member.leave", is_own)
REMOVE_MEMBER = team_operation("member.remove", is_captain)

# An organiser can always put a team right, with a reason that the team is told.
MOVE_MEMBER = Operation("member.move", phases=ANY_PHASE, may=is_organiser)
MERGE_TEAMS = Operation("team.merge", phases=ANY_PHASE, may=is_organiser)
MATCH_PEOPLE = Operation("team.match", phases=TEAMS_OPEN, may=is_organiser)
CORRECT_TEAM = Operation("team.correct", phases=ANY_PHASE, may=is_organiser)
CLOSE_TEAM = Operation("team.close", phases=ANY_PHASE, may=is_organiser)
REOPEN_TEAM = Operation("team.reopen", phases=ANY_PHASE, may=is_organiser)

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
GRANT_EXTENSION = Operation("extension.grant", phases=WRITING, may=is_organiser)
GRANT_ALL = Operation("extension.grant_all", phases=WRITING, may=is_organiser, exclusive=True)
ASK_LATE = Operation("late_request.ask", phases=WRITING, may=is_member)
ANSWER_LATE = Operation("late_request.answer", phases=WRITING, may=is_organiser)
ASK_HELP = Operation("help.ask", phases=TEAMS_OPEN, may=is_member)
CANCEL_HELP = Operation("help.cancel", phases=TEAMS_OPEN, may=is_member)
CLAIM_HELP = Operation("help.claim", phases=HACKING, may=all_of(is_coach, none_of(is_member)))
HAND_ON_HELP = Operation("help.hand_on", phases=HACKING, may=is_coming)
CLOSE_HELP = Operation("help.close", phases=HACKING, may=is_coming)
EDIT_COACH = Operation("coach.edit", may=is_organiser)
INVITE_COACH = Operation("coach.invite", phases=TEAMS_OPEN, may=is_organiser)
ACCEPT_COACHING = Operation("coach.accept", phases=TEAMS_OPEN, may=is_addressed)

# Taking part. Organisers decide at any time; people until registration closes.
REGISTRATION = "registration_closes_at"


def is_system(actor: User | None, target) -> bool:
    """What the clock does by itself, with nobody signed in."""
    return actor is None


TAKE_DRAFT = Operation("submission.take", phases=WRITING, may=is_system)
SWEEP_UPLOAD = Operation("upload.sweep", may=is_system)
SAVE_ANSWERS = Operation(
    "participant.save", phases=TEAMS_OPEN, until=REGISTRATION, may=is_participant
)
APPLY = Operation("participant.apply", phases=TEAMS_OPEN, until=REGISTRATION, may=is_participant)
AGREE = Operation("participant.agree", phases=ANY_PHASE - {Phase.DRAFT}, may=is_own)
CONFIRM_PLACE = Operation("participant.confirm", phases=TEAMS_OPEN, may=is_own)
WITHDRAW_FROM_EVENT = Operation("participant.withdraw", phases=TEAMS_OPEN, may=is_own)
LOOK_FOR_TEAM = Operation("participant.look", phases=TEAMS_OPEN, may=is_own)
DECIDE_PARTICIPANT = Operation("participant.decide", may=is_organiser)
NOTE_PARTICIPANT = Operation("participant.note", may=is_organiser)
MOVE_UP = Operation("participant.move_up", phases=TEAMS_OPEN, may=is_system)
REMIND_PARTICIPANT = Operation("participant.remind", phases=TEAMS_OPEN, may=is_system)
CHECK_IN = Operation("participant.check_in", may=is_organiser)
REGISTER_AT_DESK = Operation("participant.walk_in", may=is_organiser)

EDIT_ENTRY_FORM = Operation("entry_form.edit", may=is_organiser)
EDIT_CODES = Operation("admission_code.edit", may=is_organiser)
PUBLISH_CONSENT = Operation("consent.publish", may=is_organiser)

# What organisers do with submissions: decide, show, take along.
AFTER = frozenset({Phase.JUDGING, Phase.DELIBERATION, Phase.PUBLISHED})
BEFORE_PUBLICATION = frozenset({Phase.HACKING, Phase.JUDGING, Phase.DELIBERATION})

TRIAGE = Operation("submission.triage", phases=BEFORE_PUBLICATION, may=is_organiser)
DISQUALIFY = Operation(
    "submission.disqualify",
    phases=frozenset({Phase.JUDGING, Phase.DELIBERATION}),
    may=is_organiser,
)
RESCUE = Operation("submission.rescue", phases=WRITING, may=is_organiser)
OPEN_GALLERY = Operation("gallery.open", phases=AFTER, may=is_organiser)
CLOSE_GALLERY = Operation("gallery.close", phases=AFTER, may=is_organiser)
NAME_ME = Operation("member.name_me", phases=ANY_PHASE - {Phase.DRAFT}, may=is_own)
ASK_BUNDLE = Operation("bundle.ask", phases=AFTER | HACKING, may=is_organiser)
FINISH_BUNDLE = Operation("bundle.finish", may=is_system)
DROP_BUNDLE = Operation("bundle.drop", may=is_system)
EDIT_PROJECT_FORM = Operation("project_form.edit", may=is_organiser)
