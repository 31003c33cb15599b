from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page, too_late_page
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest
from teams.deadlines.policy import ASK_LATE
from teams.deadlines.views import told_times
from teams.gallery.selectors import awards_of
from teams.help.policy import ASK_HELP
from teams.mergers.selectors import doors_of
from teams.participants.selectors import is_to_register, page_before, participant_of
from teams.submissions.policy import SAVE_SUBMISSION
from teams.submissions.selectors.submissions import (
    is_unsubmitted,
    kept_draft_or_404,
    kept_drafts,
    standing_version,
    submission_of,
    versions_of,
)
from teams.team import policy
from teams.team.forms.team import (
    EditTeamForm,
    InviteForm,
    LinkForm,
    TeamForm,
)
from teams.team.selectors import obstacles
from teams.team.selectors.team import captained_or_404, team_or_404, teams_are_fixed
from teams.team.services import registration
from teams.team.views.doing import page_of

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event
    from hackathon.kernel.models.user import User
    from teams.team.models.team import Team


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    obstacle = obstacles.to_registering(event, request.user)
    if request.method == "GET" and not obstacle and (first := page_before(event, request)):
        return first
    form = TeamForm(request.POST or None, event=event, user=request.user)
    if form.is_bound and form.is_valid():
        with refusal_in_form(form) as act:
            team = registration.register_team(actor=request.user, event=event, **form.cleaned_data)
        if act.is_done:
            messages.success(request, _("%(team)s is registered.") % {"team": team})
            return redirect(team)
    participant = participant_of(event, request.user)
    context = {
        "form": form,
        "obstacle": obstacle,
        "may_come_alone": is_to_register(participant),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "teams/team/register.html", context, status=status)


@login_required
@require_safe
def team(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    return show_team(request, event, team)


def show_team(
    request: SignedInRequest,
    event: "Event",
    team: "Team",
    invite_form: Any = None,
    link_form: Any = None,
) -> HttpResponse:
    draft = submission_of(team)
    members = list(team.members.select_related("user"))
    full = obstacles.of_closed_or_full_team(team)
    context = {
        "team": team,
        "members": members,
        "is_captain": any(m.is_captain and m.user_id == request.user.pk for m in members),
        "is_named": any(m.is_named and m.user_id == request.user.pk for m in members),
        "draft": draft,
        "awards": awards_of(event, draft.pk) if draft and event.published_at else [],
        "participant": participant_of(event, request.user),
        "kept": kept_drafts(team),
        "versions": versions_of(draft),
        "is_unsubmitted": is_unsubmitted(draft),
        "counting": draft and standing_version(draft),
        "may_change": policy.EDIT_TEAM.allows(request.user, team),
        "teams_are_fixed": teams_are_fixed(event),
        "may_name": policy.NAME_ME.open_now(event),
        "may_leave": policy.LEAVE_TEAM.open_now(event),
        "may_ask_help": ASK_HELP.allows(request.user, team),
        "has_asked_help": team.help_requests.exists(),
        "may_write": SAVE_SUBMISSION.allows(request.user, team),
        **doors_of(team),
        "is_full": full is not None,
        **late_times(team, request.user),
        "inviting_obstacle": full or obstacles.to_inviting(team),
        "invite_form": invite_form or InviteForm(event=event),
        "link_form": link_form or LinkForm(event=event),
    }
    wrong = any(form is not None and form.errors for form in (invite_form, link_form))
    return event_page(request, event, "teams/team/team.html", context, status=422 if wrong else 200)


def late_times(team: "Team", user: "User") -> dict[str, Any]:
    """How to ask for more time, once a team's own time is over; before, the draft's page tells."""
    is_late = ASK_LATE.open_now(team) and not SAVE_SUBMISSION.open_now(team)
    return told_times(team, user) if is_late else {}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """The captain's words about the team."""
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    title = _("Name, pitch and whom you look for")
    if too_late := too_late_page(request, policy.EDIT_TEAM, team, title=title, back=page_of(team)):
        return too_late
    told = {name: getattr(team, name) for name in registration.DESCRIBED}
    form = EditTeamForm(request.POST or None, initial=told, row=team, reader=request.user)
    if form.is_bound and form.is_valid():
        with refusal_in_form(form) as act:
            registration.edit_team(
                actor=request.user,
                team=team,
                require_current=form.require_current,
                **form.read_changes(),
            )
        if act.is_done:
            messages.success(request, _("Saved."))
            return redirect(team)
    return event_page(request, event, "teams/team/edit.html", {"team": team, "form": form})


@login_required
@require_safe
def kept_draft(
    request: SignedInRequest, event_slug: str, team_id: int, submission_id: int
) -> HttpResponse:
    """What a team that came to this one had written; to be read, not to be submitted."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    draft = kept_draft_or_404(team, submission_id)
    return event_page(request, event, "teams/team/kept.html", {"team": team, "draft": draft})
