"""Asking to join a team, and the captain's answer; and proposals to merge."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hackathon.events.selectors import event_or_404
from hackathon.kernel.obstacles import of_time
from hackathon.web.pages import event_page, too_late_page
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest
from teams.mergers.policy import ANSWER_MERGE, OFFER_MERGE
from teams.mergers.selectors import merge_plan, offer_or_404, to_merging
from teams.mergers.services import (
    answer_merge,
    has_changed,
    offer_merge,
    withdraw_merge,
)
from teams.participants.selectors import looking_of, page_before
from teams.team import policy
from teams.team.forms.team import AnswerForm, AskForm, MergeForm
from teams.team.selectors import obstacles
from teams.team.selectors.team import (
    captained_or_404,
    open_team_or_404,
    other_teams,
    own_request_or_404,
    request_of,
    request_or_404,
)
from teams.team.services import joining
from teams.team.views.doing import do_and_tell, page_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """A team that looks for people, and the form with which one asks to join."""
    event = event_or_404(event_slug, request.user)
    team = open_team_or_404(event, team_id)
    obstacle = obstacles.to_asking(team, request.user)
    if request.method == "GET" and not obstacle and (first := page_before(event, request)):
        return first
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sentence = _("Your request is with the captain. You get a mail with the answer.")
        if do_and_tell(request, sentence, joining.ask_to_join, team=team, **form.cleaned_data):
            return redirect("teams:directory", event.slug)
    context = {
        "team": team,
        "members": team.members.select_related("user"),
        "form": form,
        "asked": request_of(team, request.user),
        "obstacle": obstacle,
        "may_withdraw": policy.WITHDRAW_REQUEST.open_now(team),
    }
    return event_page(request, event, "teams/team/ask.html", context)


@login_required
@require_POST
def withdraw(request: SignedInRequest, event_slug: str, request_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    asked = own_request_or_404(event, request.user, request_id)
    do_and_tell(request, _("Your request is withdrawn."), joining.withdraw_request, request=asked)
    return redirect("teams:directory", event.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(
    request: SignedInRequest, event_slug: str, team_id: int, request_id: int
) -> HttpResponse:
    """The captain reads who asks and says yes or no, with a word."""
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    asked = request_or_404(team, request_id)
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        accepted = request.POST.get("do") == "accept"
        told = {"accepted": accepted, "words": form.cleaned_data["words"]}
        sentence = _("%(person)s is told.") % {"person": asked.user}
        do_and_tell(request, sentence, joining.answer_request, request=asked, **told)
        return redirect(team)
    context = {
        "team": team,
        "asked": asked,
        "looking": looking_of(event, asked.user),
        "form": form,
        "obstacle": of_time(policy.ANSWER_REQUEST, asked) or obstacles.to_taking_in(asked),
    }
    return event_page(request, event, "teams/team/answer.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Two steps: choose the other team, then read what would happen and send it."""
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    title = _("Merge with another team")
    if too_late := too_late_page(request, OFFER_MERGE, team, title=title, back=page_of(team)):
        return too_late
    others = other_teams(team)
    form = MergeForm(request.POST or None, others=others)
    plan = None
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        pair = (told["other"], team) if told["keeps_ours"] else (team, told["other"])
        plan = merge_plan(*pair)
        if request.POST.get("do") == "send":
            with refusal_in_form(form) as act:
                offer_merge(actor=request.user, team=team, **told)
            if act.is_done:
                return redirect(team)
    context = {"team": team, "form": form, "plan": plan, "has_others": others.exists()}
    return event_page(request, event, "teams/team/propose.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest, event_slug: str, team_id: int, offer_id: int) -> HttpResponse:
    """Both captains see what would happen; the asked one answers, the other can withdraw."""
    event = event_or_404(event_slug, request.user)
    team = captained_or_404(event, request.user, team_id)
    proposed = offer_or_404(team, offer_id)
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        is_settled = settle_offer(request, proposed, form.cleaned_data["words"])
        return redirect("hackathon:me") if is_settled else redirect(request.path)
    plan = merge_plan(proposed.source, proposed.target)
    context = {
        "team": team,
        "offer": proposed,
        "plan": plan,
        "is_asked": proposed.asked_team_id == team.pk,
        "has_changed": has_changed(proposed, plan),
        "obstacle": of_time(ANSWER_MERGE, proposed) or to_merging(plan),
        "form": form,
    }
    return event_page(request, event, "teams/team/offer.html", context)


def settle_offer(request: HttpRequest, proposed: Any, words: str) -> bool:
    """Whether it was answered, or withdrawn; a refusal is told."""
    wanted = request.POST.get("do")
    if wanted == "withdraw":
        sentence = _("The proposal is withdrawn.")
        return do_and_tell(request, sentence, withdraw_merge, offer=proposed)
    if wanted == "accept":
        sentence = _("You are one team now.")
        plan = merge_plan(proposed.source, proposed.target)
        if has_changed(proposed, plan):
            sentence = _("The other captain is asked once more: the teams have changed.")
        told = {"accepted": True, "words": words, "seen": request.POST.get("plan", "")}
    else:
        sentence, told = _("The other team is told."), {"accepted": False, "words": words}
    return do_and_tell(request, sentence, answer_merge, offer=proposed, **told)
