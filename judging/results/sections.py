from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hackathon.kernel.sections import (
    GALLERY,
    HOME_FIRST,
    READ_ONLY,
    Link,
    Section,
    section,
)
from hackathon.models import Event, User
from judging.results import policy
from judging.results.selectors.awards import shown_winners


@section(HOME_FIRST, readings={"winners": shown_winners})
def winners_first(event: Event, user: User, winners: list[Any]) -> Section | None:
    return Section("judging/results/home_winners.html", {"winners": winners}) if winners else None


@section(GALLERY, readings={"winners": shown_winners})
def who_won(event: Event, user: User, winners: list[Any]) -> Section | None:
    """The gallery reads who has won; before the publication the reading finds nothing."""
    return None


@section(READ_ONLY)
def correcting(event: Event, user: User) -> Link | None:
    """After the publication: where what the results page tells is corrected."""
    if not policy.CORRECT_RESULTS.allows(user, event):
        return None
    url = reverse("admin:judging_results_correct", args=[event.pk])
    return Link(_("Correct the results page"), url)
