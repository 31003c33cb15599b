from django.urls import reverse
from django.utils.translation import gettext as _

from hackathon.kernel.sections import (
    LINKS,
    Link,
    section,
)
from hackathon.models import Event, User
from judging.jury.selectors import seat_here
from judging.scorecards import policy


@section(LINKS, order=20)
def own_desk(event: Event, user: User) -> Link | None:
    if seat_here(event, user) is None:
        return None
    url = reverse("judging:desk", args=[event.slug])
    return Link(_("Jury desk"), url, is_action=policy.SAVE_SCORECARD.open_now(event))
