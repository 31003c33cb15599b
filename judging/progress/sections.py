from django.urls import reverse
from django.utils.translation import gettext as _

from hackathon.kernel.predicates import is_organiser_here
from hackathon.kernel.sections import (
    LINKS,
    Link,
    section,
)
from hackathon.models import Event, User
from judging.jury.selectors import seat_here


@section(LINKS, order=25)
def progress(event: Event, user: User) -> Link | None:
    """For organisers and presidents: sheets to print before, minutes to read after the work."""
    seat = seat_here(event, user)
    if not (seat and seat.presides) and not is_organiser_here(user, event):
        return None
    return Link(_("Jury's progress"), reverse("judging:progress", args=[event.slug]))
