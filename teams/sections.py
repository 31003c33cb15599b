from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hackathon.errands import tell_errand
from hackathon.models import Event, User
from hackathon.operations import seen_at
from hackathon.pages import closes_for_good
from hackathon.sections import BANNERS, CALL, LINKS, ME, STRIP, Link, OwnTime, Section, section
from hackathon.selectors import tell_with_event
from teams import coaching, entry, obstacles, policy, selectors
from teams.timekeeping import running_extensions, team_here, times_of

tell_with_event(
    "has_coaches",
    f"SELECT 1 FROM teams_coach c WHERE c.event_id = e.id AND {coaching.IS_SHOWN}",  # noqa: S608
)

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
    if not policy.APPLY.open_now(event) and not entry.asks_nothing(event):
        return None
    if user.is_authenticated and obstacles.to_registering(event, user):
        return None
    must_bring_code = entry.must_bring_code(event, user)
    return Section("teams/ways_in.html", {"must_bring_code": must_bring_code})


@section(LINKS, order=10)
def own_team(event: Event, user: User) -> Link | None:
    """The reader's team, and while there is something to write, their project."""
    team = team_here(event, user)
    if team is None:
        return None if not policy.REGISTER_TEAM.open_now(event) else find_team(event, user)
    if policy.SAVE_SUBMISSION.open_now(team):
        url = reverse("teams:submission", args=[event.slug, team.pk])
        return Link(_("Our project"), url, is_action=True)
    return Link(_("My team"), team.get_absolute_url())


def find_team(event: Event, user: User) -> Link | None:
    """For who takes part and has no team; whoever only looks around is not pushed."""
    participant = entry.participant_of(event, user)
    if participant is None:
        return None
    if participant.has_place:
        return Link(_("Find a team"), reverse("teams:directory", args=[event.slug]))
    return Link(_("Taking part"), participant.get_absolute_url())


@section(ME, order=10)
def own_teams(event: None, user: User) -> Section | None:
    seats = selectors.seats_of(user)
    invitations = [
        invitation
        for invitation in selectors.open_invitations_to(user)
        if policy.ACCEPT_INVITATION.open_now(invitation)
    ]
    places = entry.places_of(user)
    if not seats and not invitations and not places:
        return None
    shown = {"seats": seats, "invitations": invitations, "places": places}
    return Section("teams/my_teams.html", shown)


@section(LINKS, order=12)
def own_help(event: Event, user: User) -> Link | None:
    """While teams hack; before and after, the team's own page leads there."""
    if not policy.CLAIM_HELP.open_now(event):
        return None
    team = team_here(event, user)
    return team and Link(_("Help"), reverse("teams:help", args=[event.slug, team.pk]))


@section(LINKS, order=15)
def own_queue(event: Event, user: User) -> Link | None:
    if coaching.coach_of(event, user) is None:
        return None
    url = reverse("teams:coaching", args=[event.slug])
    return Link(_("Coaching"), url, is_action=policy.CLAIM_HELP.open_now(event))


@section(ME, order=15)
def own_coaching(event: None, user: User) -> Section | None:
    seats = list(coaching.coached_by(user))
    return Section("teams/my_coaching.html", {"seats": seats}) if seats else None


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
    return Section("teams/more_time.html", {"extensions": rows}) if rows else None
