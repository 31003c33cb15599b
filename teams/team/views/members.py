from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page, too_late_page
from hackathon.web.signed_in import SignedInRequest
from teams.team import policy
from teams.team.forms.team import LeaveForm, RemoveForm
from teams.team.selectors.team import (
    captained_or_404,
    other_member_or_404,
    seats_in,
    team_or_404,
)
from teams.team.services import members
from teams.team.views.doing import do_and_tell, page_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: SignedInRequest, event_slug: str, team_id: int, member_id: int) -> HttpResponse:
    """What a captain can do with a member: hand the team over, or send them out."""
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    seat = other_member_or_404(team, request.user, member_id)
    if too_late := too_late_page(
        request, policy.REMOVE_MEMBER, team, title=str(seat), back=page_of(team)
    ):
        return too_late
    form = RemoveForm(request.POST if request.POST.get("do") == "remove" else None)
    if request.POST.get("do") == "hand_over":
        sentence = _("%(person)s leads the team now.") % {"person": seat}
        do_and_tell(request, sentence, members.hand_over, member=seat)
        return redirect(team)
    if form.is_bound and form.is_valid():
        sentence = _("%(person)s is no longer in the team.") % {"person": seat}
        do_and_tell(request, sentence, members.remove_member, member=seat, **form.cleaned_data)
        return redirect(team)
    context = {"team": team, "seat": seat, "form": form}
    return event_page(request, event, "teams/team/member.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Says what happens, then asks; a captain chooses who leads the team next."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    if too_late := too_late_page(
        request, policy.LEAVE_TEAM, team, title=_("Leave the team"), back=page_of(team)
    ):
        return too_late
    own, others = seats_in(team, request.user)
    sent = request.POST if request.method == "POST" else None
    form = LeaveForm(sent, others=others) if own.is_captain and others else None
    if request.method == "POST" and (form is None or form.is_valid()):
        chosen = form.cleaned_data["successor"] if form else ""
        successor = next((m for m in others if str(m.pk) == chosen), None)
        sentence = _("You have left %(team)s.") % {"team": team}
        if do_and_tell(request, sentence, members.leave_team, member=own, successor=successor):
            return redirect("challenges:home", event.slug)
        return redirect(team)
    context = {"team": team, "own": own, "others": others, "form": form}
    return event_page(request, event, "teams/team/leave.html", context)


@login_required
@require_POST
def name_me(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """A member's own switch: named beside the project in public, or not."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    own, _others = seats_in(team, request.user)
    is_named = request.POST.get("named") == "yes"
    sentence = (
        _("Your name will stand beside the project.")
        if is_named
        else _("Your name will not be shown.")
    )
    do_and_tell(request, sentence, members.name_me, member=own, is_named=is_named)
    return redirect(team)
