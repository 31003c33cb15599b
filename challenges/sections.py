from django.urls import reverse
from django.utils.translation import gettext as _

from challenges import policy, selectors
from challenges.models import Partner
from hackathon.events.selectors import tell_with_event
from hackathon.kernel.predicates import is_organiser_here
from hackathon.kernel.sections import (
    LINKS,
    ME,
    Link,
    Section,
    section,
)
from hackathon.models import Event, User

tell_with_event("has_partners", Partner.objects.all())


@section(ME, order=30)
def own_challenges(event: Event | None, user: User) -> Section | None:
    owned = list(selectors.owned_by(user))
    return Section("challenges/my_challenges.html", {"challenges": owned}) if owned else None


@section(LINKS, order=40)
def own_questions(event: Event, user: User) -> Link | None:
    """Questions that wait for the reader; to an owner also those that have their answer."""
    answered = selectors.answered_by(event, user)
    waiting = sum(challenge.waiting for challenge in answered)
    if waiting and policy.ANSWER_QUESTION.open_now(event):
        label = _("Questions: %(n)d") % {"n": waiting}
        return Link(label, reverse("challenges:unanswered", args=[event.slug]))
    owned = [challenge for challenge in answered if challenge.is_owned]
    if not owned:
        return None
    if len(owned) > 1:
        return Link(_("Your challenges"), reverse("hackathon:me"))
    url = reverse("challenges:questions", args=[event.slug, owned[0].slug])
    return Link(_("Questions and answers"), url)


@section(LINKS, order=50)
def own_workplace(event: Event, user: User) -> Link | None:
    if not is_organiser_here(user, event):
        return None
    return Link(_("Organise"), reverse("admin:index"))
