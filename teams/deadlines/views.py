"""A team's own time: what its pages tell, more of it, and the countdown for everyone."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest
from teams.deadlines import policy
from teams.deadlines.forms import LateForm
from teams.deadlines.selectors.times import late_requests_of, times_of
from teams.deadlines.services import countdown as countdown_services
from teams.deadlines.services import deadlines
from teams.team.selectors.team import team_or_404

if TYPE_CHECKING:
    from hackathon.kernel.models.user import User
    from teams.team.models.team import Team


def told_times(team: "Team", user: "User") -> dict[str, Any]:
    """What templates/teams/submissions/deadline.html shows."""
    times = times_of(team)
    last = late_requests_of(team).first() if times.is_over else None
    waiting = last is not None and last.answer == "waiting"
    may_ask = times.is_over and not waiting and policy.ASK_LATE.allows(user, team)
    shown = policy.ASK_LATE.open_now(team)  # while there is a deadline to speak of
    return {"times": times if shown else None, "late": last, "may_ask_late": may_ask}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def late(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Too late: a member asks for a little more time, once until it is answered."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    form = LateForm(request.POST or None)
    if form.is_bound and form.is_valid():
        with refusal_in_form(form) as act:
            deadlines.ask_late(actor=request.user, team=team, **form.cleaned_data)
        if act.is_done:
            messages.success(request, _("Asked. The organisers answer by mail."))
            return redirect("teams:late", event.slug, team.pk)
    context = {
        "team": team,
        "form": form,
        "asked": late_requests_of(team),
        **told_times(team, request.user),
        "times": times_of(team),
        "is_answered_still": policy.ANSWER_LATE.open_now(team),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "teams/deadlines/late.html", context, status=status)


@require_safe
def countdown(request: HttpRequest, event_slug: str, language: str) -> HttpResponse:
    """The page that the web server shows by itself where it can; here it is made anew."""
    event = event_or_404(event_slug, request.user)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return HttpResponse(countdown_services.page(event, language))
