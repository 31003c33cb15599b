from django.urls import reverse
from django.utils.translation import gettext as _

from hackathon.kernel.sections import (
    GALLERY,
    HOME_FIRST,
    READ_ONLY,
    Link,
    Section,
    Win,
    Wins,
    section,
)
from hackathon.models import Event, User
from judging.results import policy
from judging.results.selectors.awards import shown_winners


@section(HOME_FIRST)
def winners_first(event: Event, user: User) -> Section | None:
    winners = shown_winners(event)
    return Section("judging/results/home_winners.html", {"winners": winners}) if winners else None


@section(GALLERY)
def who_won(event: Event, user: User) -> Wins | None:
    """The prizes on the projects in the gallery; none before the publication."""
    won: dict[int, list[Win]] = {}
    for winner in shown_winners(event):
        won.setdefault(winner.id, []).append(Win(winner.title, winner.reward))
    return Wins(won) if won else None


@section(READ_ONLY)
def correcting(event: Event, user: User) -> Link | None:
    """After the publication: where what the results page tells is corrected."""
    if not policy.CORRECT_RESULTS.allows(user, event):
        return None
    url = reverse("admin:judging_results_correct", args=[event.pk])
    return Link(_("Correct the results page"), url)
