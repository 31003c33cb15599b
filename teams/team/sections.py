from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hackathon.events.selectors import tell_with_event
from hackathon.kernel.sections import (
    CALL,
    LINKS,
    ME,
    Link,
    Section,
    section,
)
from hackathon.models import Event, User
from hackathon.web.errands import tell_errand
from teams.deadlines.selectors.times import team_here
from teams.help.selectors import listed_coaches
from teams.participants import selectors as participants_selectors
from teams.participants.policy import APPLY
from teams.submissions.policy import SAVE_SUBMISSION
from teams.team import policy
from teams.team.selectors import obstacles
from teams.team.selectors.team import open_invitations_to, seats_of

tell_with_event("has_coaches", listed_coaches())

tell_errand(
    "teams:accept",
    gettext_lazy(
        "You are invited to a team. Sign in, or sign up with the address to which the mail came: "
        "then you see the team."
    ),
)
tell_errand(
    "teams:coach_accept",
    gettext_lazy(
        "You are invited as a coach. Sign in, or sign up with the address to which the mail came: "
        "then you see what is asked of you."
    ),
)
tell_errand(
    "teams:join",
    gettext_lazy("You have the link of a team. Sign in, or sign up: then you see the team."),
)


tell_errand(
    "teams:register",
    gettext_lazy("To register a team, sign in, or sign up: then the form opens."),
)
tell_errand(
    "teams:directory",
    gettext_lazy("To see who looks for a team, sign in, or sign up: then the list opens."),
)
tell_errand(
    "teams:type_code",
    gettext_lazy("You have the code of a team. Sign in, or sign up: then you type it."),
)
tell_errand(
    "teams:taking_part",
    gettext_lazy("To take part, sign in, or sign up: then you see what is asked."),
)


@section(CALL)
def ways_into_a_team(event: Event, user: User) -> Section | None:
    """For who has no team, as long as somebody new can register one."""
    if not policy.REGISTER_TEAM.open_now(event):
        return None
    if not APPLY.open_now(event) and not participants_selectors.asks_nothing(event):
        return None
    if user.is_authenticated and obstacles.to_registering(event, user):
        return None
    must_bring_code = participants_selectors.must_bring_code(event, user)
    return Section("teams/team/ways_in.html", {"must_bring_code": must_bring_code})


@section(LINKS, order=10)
def own_team(event: Event, user: User) -> Link | None:
    """The reader's team, and while there is something to write, their project."""
    team = team_here(event, user)
    if team is None:
        return None if not policy.REGISTER_TEAM.open_now(event) else find_team(event, user)
    if SAVE_SUBMISSION.open_now(team):
        url = reverse("teams:submission", args=[event.slug, team.pk])
        return Link(_("Our project"), url, is_action=True)
    return Link(_("My team"), team.get_absolute_url())


def find_team(event: Event, user: User) -> Link | None:
    """For who takes part and has no team; whoever only looks around is not pushed."""
    participant = participants_selectors.participant_of(event, user)
    if participant is None:
        return None
    if participant.has_place:
        return Link(_("Find a team"), reverse("teams:directory", args=[event.slug]))
    return Link(_("Taking part"), participant.get_absolute_url())


@section(ME, order=10)
def own_teams(event: None, user: User) -> Section | None:
    seats = seats_of(user)
    invitations = [
        invitation
        for invitation in open_invitations_to(user)
        if policy.ACCEPT_INVITATION.open_now(invitation)
    ]
    places = participants_selectors.places_of(user)
    if not seats and not invitations and not places:
        return None
    shown = {"seats": seats, "invitations": invitations, "places": places}
    return Section("teams/team/my_teams.html", shown)
