from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from teams import policy, selectors
from teams.forms import InviteForm, TeamForm
from teams.services import registration


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    form = TeamForm(request.POST or None, event=event)
    if form.is_bound and form.is_valid():
        try:
            team = registration.register_team(actor=request.user, event=event, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("%(team)s is registered.") % {"team": team})
            return redirect(team)
    context = {"form": form, "is_open": policy.REGISTER_TEAM.allows(request.user, event)}
    return event_page(request, event, "teams/register.html", context)


@login_required
@require_GET
def team(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    return show_team(request, event, team, InviteForm())


def show_team(request: HttpRequest, event, team, form: InviteForm) -> HttpResponse:
    draft = selectors.submission_of(team)
    context = {
        "team": team,
        "members": team.members.select_related("user"),
        "invitations": team.invitations.filter(accepted_at=None, revoked_at=None),
        "draft": draft,
        "versions": selectors.versions_of(draft),
        "form": form,
        "may_invite": policy.INVITE_MEMBERS.allows(request.user, team),
        "may_ask_help": policy.ASK_HELP.allows(request.user, team),
        "may_write": policy.SAVE_SUBMISSION.allows(request.user, team),
    }
    return event_page(
        request, event, "teams/team.html", context, status=422 if form.errors else 200
    )


@login_required
@require_POST
def invite(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            written = registration.invite_members(
                actor=request.user, team=team, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request, _("Invited: %(n)d. The mails are on their way.") % {"n": len(written)}
            )
            return redirect(team)
    return show_team(request, event, team, form)


@login_required
@require_POST
def revoke(request: HttpRequest, event_slug: str, team_id: int, invitation_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    invitation = selectors.team_invitation_or_404(team, invitation_id)
    try:
        registration.revoke_invitation(actor=request.user, invitation=invitation)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request, _("The invitation of %(email)s no longer works.") % {"email": invitation.email}
        )
    return redirect(team)


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, event_slug: str, token: str) -> HttpResponse:
    """A GET shows what is offered; only the button takes the seat."""
    event = event_or_404(event_slug, request.user)
    invitation = selectors.invitation_or_404(event, request.user, token)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            team = registration.accept_invitation(actor=request.user, invitation=invitation)
        except (ValidationError, PermissionDenied) as refusal:
            refusals = getattr(refusal, "messages", [_("This is not yours to accept.")])
        else:
            messages.success(request, _("Welcome to %(team)s.") % {"team": team})
            return redirect(team)
    context = {"invitation": invitation, "refusals": refusals}
    return event_page(request, event, "teams/accept.html", context)
