from django.utils.translation import gettext_lazy

from hackathon.kernel.sections import (
    ME,
    Section,
    section,
)
from hackathon.models import User
from hackathon.web.errands import tell_errand
from judging.jury.selectors import seats_of
from judging.seats import policy
from judging.seats.selectors import own_offer

tell_errand(
    "judging:welcome",
    gettext_lazy(
        "You are invited to a jury. Sign in with the address to which the mail came: then you see "
        "what is asked of you."
    ),
)


@section(ME, order=20)
def own_juries(event: None, user: User) -> Section | None:
    seats = list(seats_of(user))
    offers = [offer for offer in own_offer.offers_to(user) if policy.ACCEPT_JUDGING.open_now(offer)]
    shown = {"seats": seats, "offers": offers}
    return Section("judging/seats/my_juries.html", shown) if seats or offers else None
