from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.kernel.operations import seen_at
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form, refusal_in_message
from hackathon.web.signed_in import SignedInRequest
from teams.help import policy
from teams.help import selectors as help_selectors
from teams.help.forms import HelpForm
from teams.help.selectors import to_asking_for_help
from teams.help.services.help import ask_help, cancel_help
from teams.team.selectors.team import team_or_404

if TYPE_CHECKING:
    from teams.team.models.team import Team


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def help_page(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """The team's requests, and a new one."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    form = HelpForm(request.POST or None, initial={"language": request.user.language})
    if form.is_bound and form.is_valid():
        with refusal_in_form(form) as act:
            ask_help(actor=request.user, team=team, **form.cleaned_data)
        if act.is_done:
            messages.success(request, _("Your team is in the queue. A coach will come to you."))
            return redirect("teams:help", event.slug, team.pk)
    context = {
        **asked_by(request, team),
        "form": form,
        "is_coached": help_selectors.is_coached(event),
        "obstacle": to_asking_for_help(team),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "teams/help/help.html", context, status=status)


@login_required
@require_safe
def requests(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """The requests alone, for the page that looks again by itself."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    context = {"event": event, **asked_by(request, team)}
    with timezone.override(event.zone):
        return render(request, "teams/help/help_requests.html", context)


def asked_by(request: HttpRequest, team: "Team") -> dict[str, Any]:
    rows = help_selectors.requests_of(team)
    return {
        "team": team,
        "requests": rows,
        "is_going_on": any(row.is_open for row, _place in rows),
        "now": seen_at(team.event),
        "may_ask": policy.ASK_HELP.allows(request.user, team),
    }


@login_required
@require_POST
def cancel(request: SignedInRequest, event_slug: str, team_id: int, help_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    wanted = help_selectors.own_help_or_404(team, help_id)
    with refusal_in_message(request) as act:
        cancel_help(actor=request.user, request=wanted)
    if act.is_done:
        messages.success(request, _("The request is cancelled."))
    return redirect("teams:help", event.slug, team.pk)
