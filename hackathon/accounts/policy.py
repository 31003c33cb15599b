from hackathon.kernel.operations import About, Operation
from hackathon.kernel.predicates import (
    helps_to_sign_in,
    is_clock,
    is_self,
    may_keep_factor,
)

EDIT_PROFILE = Operation("person.edit", about=About.PERSON, may=is_self)
ERASE_PERSON = Operation("person.erase", about=About.PERSON, may=is_self)
SEND_SIGN_IN_LINK = Operation(
    "person.send_link", about=About.PERSON, may=helps_to_sign_in, is_unseen=True
)
ANNOUNCE_FACTOR = Operation(
    "person.announce_factor", about=About.PERSON, may=helps_to_sign_in, is_unseen=True
)
# By the mailed link, which the service asks for, or by who may help.
KEEP_FACTOR = Operation(
    "person.keep_factor", about=About.PERSON, may=may_keep_factor, is_unseen=True
)
TAKE_FACTOR_AWAY = Operation("person.take_factor", about=About.PERSON, may=is_clock, is_unseen=True)
END_SESSIONS = Operation(
    "person.end_sessions", about=About.PERSON, may=helps_to_sign_in, is_unseen=True
)
