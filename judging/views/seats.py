"""A judge takes their seat, and stands aside where they are tied to a team."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from judging import desk, policy
from judging.forms import ConflictForm
from judging.services import jury as jury_services


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, event_slug: str, token: str) -> HttpResponse:
    """A GET shows what is asked; only the button takes the seat."""
    event = event_or_404(event_slug, request.user)
    judge = desk.invitation_or_404(event, request.user, token)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            jury_services.accept_judging(actor=request.user, judge=judge)
        except (ValidationError, PermissionDenied) as refusal:
            refusals = getattr(refusal, "messages", [_("This is not yours to accept.")])
        else:
            messages.success(request, _("Welcome to the jury."))
            return redirect("judging:desk", event.slug)
    context = {"judge": judge, "refusals": refusals, "panel": desk.panel_of(judge)}
    return event_page(request, event, "judging/accept.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Say what standing aside means, then do it."""
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    team = desk.team_of_panel_or_404(judge, team_id)
    form = ConflictForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            jury_services.declare_conflict(
                actor=request.user, judge=judge, team=team, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Noted. You no longer see this team's project."))
            return redirect("judging:desk", event.slug)
    context = {
        "team": team,
        "form": form,
        "may_declare": policy.DECLARE_CONFLICT.allows(request.user, judge),
    }
    return event_page(request, event, "judging/conflict.html", context)
