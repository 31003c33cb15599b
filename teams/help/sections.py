from django.urls import reverse
from django.utils.translation import gettext as _

from hackathon.kernel.sections import (
    LINKS,
    ME,
    Link,
    Section,
    section,
)
from hackathon.models import Event, User
from teams.deadlines.selectors.times import team_here
from teams.help import policy
from teams.help import selectors as help_selectors


@section(LINKS, order=12)
def own_help(event: Event, user: User) -> Link | None:
    """While teams hack; before and after, the team's own page leads there."""
    if not policy.CLAIM_HELP.open_now(event):
        return None
    team = team_here(event, user)
    return Link(_("Help"), reverse("teams:help", args=[event.slug, team.pk])) if team else None


@section(LINKS, order=15)
def own_queue(event: Event, user: User) -> Link | None:
    if help_selectors.coach_of(event, user) is None:
        return None
    url = reverse("teams:coaching", args=[event.slug])
    return Link(_("Coaching"), url, is_action=policy.CLAIM_HELP.open_now(event))


@section(ME, order=15)
def own_coaching(event: None, user: User) -> Section | None:
    seats = list(help_selectors.coached_by(user))
    return Section("teams/help/my_coaching.html", {"seats": seats}) if seats else None
