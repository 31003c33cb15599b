"""A judge stands aside where they are tied to a team."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest
from judging.conflicts import policy
from judging.conflicts.selectors import register
from judging.conflicts.services import declare_conflict
from judging.jury.selectors import judge_or_404, team_of_panel_or_404
from judging.scorecards.forms import ConflictForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Say what standing aside means, then do it."""
    event = event_or_404(event_slug, request.user)
    judge = judge_or_404(event, request.user)
    team = team_of_panel_or_404(judge, team_id)
    form = ConflictForm(request.POST or None)
    if form.is_bound and form.is_valid():
        with refusal_in_form(form) as act:
            declare_conflict(actor=request.user, judge=judge, team=team, **form.cleaned_data)
        if act.is_done:
            messages.success(request, _("Noted. You no longer see this team's project."))
            return redirect("judging:desk", event.slug)
    context = {
        "team": team,
        "form": form,
        "readers": register.readers_in_words(event),
        "may_declare": policy.DECLARE_CONFLICT.allows(request.user, judge),
    }
    return event_page(request, event, "judging/conflicts/conflict.html", context)
