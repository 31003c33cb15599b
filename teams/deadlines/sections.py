from django.utils.translation import gettext as _

from hackathon.kernel.operations import seen_at
from hackathon.kernel.sections import (
    BANNERS,
    STRIP,
    OwnTime,
    Section,
    section,
)
from hackathon.models import Event, User
from hackathon.web.pages import closes_for_good
from teams.deadlines import policy
from teams.deadlines.selectors.times import running_extensions, team_here, times_of


@section(STRIP)
def own_deadline(event: Event, user: User) -> OwnTime | None:
    """A member's own deadline: of the challenge, with the team's extension and its grace."""
    if event.phase_at(seen_at(event)) not in policy.WRITING:
        return None
    team = team_here(event, user)
    if team is None or team.closed_at:
        return None
    times = times_of(team)
    if times.is_in_grace:
        sentence = _("The deadline has passed; what your team submits is still taken until")
        return OwnTime(sentence, times.closes_at)
    if not times.is_over:
        more = closes_for_good(times.deadline, event)
        return OwnTime(_("Your team can submit until"), times.deadline, more)
    if event.submissions_close_at > times.now:
        return OwnTime(_("Your team could submit until"), times.closes_at, is_over=True)
    return None


@section(BANNERS)
def more_time(event: Event, user: User) -> Section | None:
    """Extensions are told on every page of the event until their new deadline."""
    if event.phase_at(seen_at(event)) not in policy.WRITING:
        return None
    team = team_here(event, user) if user.is_authenticated else None
    rows = running_extensions(event, team)
    return Section("teams/deadlines/more_time.html", {"extensions": rows}) if rows else None
