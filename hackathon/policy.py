"""What can be done with events: by whom, and when."""

from hackathon.operations import ANY_PHASE, About, Operation
from hackathon.phases import Phase
from hackathon.predicates import (
    helps_to_sign_in,
    is_clock,
    is_event_maker,
    is_organiser,
    is_self,
    may_keep_factor,
    sees_marks,
)
from hackathon.roles import Role

TRUST = frozenset({Role.SEES_MARKS})

CREATE_EVENT = Operation("event.create", about=About.SITE, may=is_event_maker, gives=TRUST)
EDIT_EVENT = Operation("event.edit", may=is_organiser, over_teams=True)
RESCHEDULE_EVENT = Operation(
    "event.reschedule",
    phases=ANY_PHASE - {Phase.PUBLISHED},
    may=is_organiser,
    exclusive=True,
    over_teams=True,
)
ADD_ORGANISER = Operation("organiser.add", may=is_organiser, gives=TRUST, over_teams=False)
TRUST_ORGANISER = Operation("organiser.trust", may=sees_marks, gives=TRUST, over_teams=False)
REMOVE_ORGANISER = Operation("organiser.remove", may=is_organiser, over_teams=False)
EDIT_PROFILE = Operation("person.edit", about=About.PERSON, may=is_self)
ERASE_PERSON = Operation("person.erase", about=About.PERSON, may=is_self)
SEND_SIGN_IN_LINK = Operation("person.send_link", about=About.PERSON, may=helps_to_sign_in)
ANNOUNCE_FACTOR = Operation("person.announce_factor", about=About.PERSON, may=helps_to_sign_in)
# By the mailed link, which the service asks for, or by who may help.
KEEP_FACTOR = Operation("person.keep_factor", about=About.PERSON, may=may_keep_factor)
TAKE_FACTOR_AWAY = Operation("person.take_factor", about=About.PERSON, may=is_clock)
HOLD_MAIL = Operation("mail.hold", may=is_organiser, over_teams=True)
RELEASE_MAIL = Operation("mail.release", may=is_organiser, over_teams=True)
RESEND_MAIL = Operation("mail.resend", may=is_organiser, over_teams=False)
DROP_MAIL = Operation("mail.drop", may=is_organiser, over_teams=True)
READDRESS_MAIL = Operation("mail.readdress", may=is_organiser, over_teams=True)
# Account mails, and what else is about no event.
DECIDE_SITE_MAIL = Operation("site_mail.decide", about=About.SITE, may=is_event_maker)
END_SESSIONS = Operation("person.end_sessions", about=About.PERSON, may=helps_to_sign_in)
