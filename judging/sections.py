from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hackathon.errands import tell_errand
from hackathon.models import Event, User
from hackathon.predicates import is_organiser_here
from hackathon.sections import (
    GALLERY,
    HOME,
    HOME_FIRST,
    LINKS,
    ME,
    READ_ONLY,
    Link,
    Section,
    section,
)
from judging import desk, invited, policy, selectors

tell_errand(
    "judging:welcome",
    gettext_lazy(
        "You are invited to a jury. Sign in with the address to which the mail came: then you see "
        "what is asked of you."
    ),
)


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
    if desk.seat_here(event, user) is None:
        return None
    url = reverse("judging:desk", args=[event.slug])
    return Link(_("Jury desk"), url, is_action=policy.SAVE_SCORECARD.open_now(event))


@section(LINKS, order=25)
def progress(event: Event, user: User) -> Link | None:
    """For organisers and presidents: sheets to print before, minutes to read after the work."""
    seat = desk.seat_here(event, user)
    if not (seat and seat.presides) and not is_organiser_here(user, event):
        return None
    return Link(_("Jury's progress"), reverse("judging:progress", args=[event.slug]))


@section(READ_ONLY)
def correcting(event: Event, user: User) -> Link | None:
    """After the publication: where what the results page tells is corrected."""
    if not policy.CORRECT_RESULTS.allows(user, event):
        return None
    url = reverse("admin:judging_results_correct", args=[event.pk])
    return Link(_("Correct the results page"), url)


@section(ME, order=20)
def own_juries(event: None, user: User) -> Section | None:
    seats = list(desk.seats_of(user))
    offers = [offer for offer in invited.offers_to(user) if policy.ACCEPT_JUDGING.open_now(offer)]
    shown = {"seats": seats, "offers": offers}
    return Section("judging/my_juries.html", shown) if seats or offers else None
