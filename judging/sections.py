from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hackathon.models import Event, User
from hackathon.sections import GALLERY, HOME, HOME_FIRST, LINKS, ME, Link, Section, section
from judging import desk, invited, policy, selectors
from judging.progress import oversees


@section(HOME_FIRST, readings={"winners": selectors.shown_winners})
def winners_first(event: Event, user: User, winners: list[Any]) -> Section | None:
    return Section("judging/home_winners.html", {"winners": winners}) if winners else None


@section(GALLERY, readings={"winners": selectors.shown_winners})
def who_won(event: Event, user: User, winners: list[Any]) -> Section | None:
    """The gallery reads who has won; before the publication the reading finds nothing."""
    return None


@section(HOME, order=60, readings={"judges": desk.shown_judges})
def who_judges(event: Event, user: User, judges: list[Any]) -> Section | None:
    people = desk.introduced(judges)
    return Section("judging/home_jury.html", {"judges": people}) if people else None


@section(LINKS, order=20)
def own_desk(event: Event, user: User) -> Link | None:
    if desk.seat_of(event, user) is None:
        return None
    url = reverse("judging:desk", args=[event.slug])
    return Link(_("Jury desk"), url, is_action=policy.SAVE_SCORECARD.open_now(event))


@section(LINKS, order=25)
def progress(event: Event, user: User) -> Link | None:
    """While the jury is at work, for organisers and presidents."""
    if not policy.OPEN_DISCUSSION.open_now(event) or not oversees(event, user):
        return None
    return Link(_("Jury's progress"), reverse("judging:progress", args=[event.slug]))


@section(ME, order=20)
def own_juries(event: None, user: User) -> Section | None:
    seats, offers = list(desk.seats_of(user)), list(invited.offers_to(user))
    shown = {"seats": seats, "offers": offers}
    return Section("judging/my_juries.html", shown) if seats or offers else None
