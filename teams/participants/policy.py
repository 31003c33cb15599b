from typing import Any

from hackathon.kernel.operations import ANY_PHASE, Operation
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    Actor,
    is_clock,
    is_organiser,
    is_participant,
    is_signed_in,
)

TEAMS_OPEN = frozenset({Phase.REGISTRATION, Phase.HACKING})
HACKING = frozenset({Phase.HACKING})
FREEZE = "team_changes_close_at"


def is_own(actor: Actor, target: Any) -> bool:
    return is_signed_in(actor) and target.user_id == actor.pk


# Taking part. Organisers decide at any time; people until registration closes.
REGISTRATION = "registration_closes_at"
SAVE_ANSWERS = Operation(
    "participant.save", phases=TEAMS_OPEN, until=REGISTRATION, may=is_participant, is_unseen=True
)
APPLY = Operation("participant.apply", phases=TEAMS_OPEN, until=REGISTRATION, may=is_participant)
AGREE = Operation("participant.agree", phases=ANY_PHASE - {Phase.DRAFT}, may=is_own, is_unseen=True)
CONFIRM_PLACE = Operation("participant.confirm", phases=TEAMS_OPEN, may=is_own)
WITHDRAW_FROM_EVENT = Operation("participant.withdraw", phases=TEAMS_OPEN, may=is_own)
LOOK_FOR_TEAM = Operation("participant.look", phases=TEAMS_OPEN, may=is_own, is_unseen=True)
DECIDE_PARTICIPANT = Operation("participant.decide", may=is_organiser, over_teams=True)
NOTE_PARTICIPANT = Operation("participant.note", may=is_organiser, over_teams=False, is_unseen=True)
MOVE_UP = Operation("participant.move_up", phases=TEAMS_OPEN, may=is_clock)
REMIND_PARTICIPANT = Operation(
    "participant.remind", phases=TEAMS_OPEN, may=is_clock, is_unseen=True
)

EDIT_ENTRY_FORM = Operation("entry_form.edit", may=is_organiser, over_teams=False, is_unseen=True)
EDIT_CODES = Operation("admission_code.edit", may=is_organiser, over_teams=False, is_unseen=True)
PUBLISH_CONSENT = Operation("consent.publish", may=is_organiser, over_teams=False, is_unseen=True)
