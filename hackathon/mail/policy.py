from hackathon.kernel.operations import About, Operation
from hackathon.kernel.predicates import (
    is_event_maker,
    is_organiser,
)

HOLD_MAIL = Operation("mail.hold", may=is_organiser, over_teams=True, is_unseen=True)
RELEASE_MAIL = Operation("mail.release", may=is_organiser, over_teams=True, is_unseen=True)
RESEND_MAIL = Operation("mail.resend", may=is_organiser, over_teams=False, is_unseen=True)
DROP_MAIL = Operation("mail.drop", may=is_organiser, over_teams=True, is_unseen=True)
READDRESS_MAIL = Operation("mail.readdress", may=is_organiser, over_teams=True, is_unseen=True)
# Account mails, and what else is about no event.
DECIDE_SITE_MAIL = Operation(
    "site_mail.decide", about=About.SITE, may=is_event_maker, is_unseen=True
)
