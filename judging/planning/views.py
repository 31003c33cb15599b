"""Reviews shared out, by the panel's president or an organiser."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.signed_in import SignedInRequest
from judging.planning import policy, services
from judging.planning.selectors.plan import (
    pair_or_404,
    plan_of,
    planned_challenge_or_404,
    review_or_404,
    wave_or_404,
)
from judging.progress.tabs import tabs_of
from judging.ranking.selectors.outlook import describe_outlook
from judging.ranking.views import newest_of, told_instead
from teams.team.views.doing import do_and_tell


@login_required
@require_safe
def plan(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """Who reviews what, how even it is, and what the next wave would bring."""
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    waiting, kept = told_instead(request.user, challenge)
    if kept:
        tabs = tabs_of(event, request.user, challenge)
        context: dict[str, Any] = {"challenge": challenge, "kept": kept, "tabs": tabs}
        return event_page(request, event, "judging/planning/plan.html", context)
    context = {
        "challenge": challenge,
        "may_plan": policy.PROPOSE_WAVE.allows(request.user, challenge),
        "may_change": policy.CHANGE_ASSIGNMENT.allows(request.user, challenge),
        "waiting": waiting,
        "tabs": tabs_of(event, request.user, challenge),
        **plan_of(challenge, request.user),
    }
    if context["panel"].mode == "some" and not waiting:
        context["outlook"] = describe_outlook(challenge, newest_of(challenge))
    return event_page(request, event, "judging/planning/plan.html", context)


@login_required
@require_POST
def propose(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    seed = request.POST.get("seed", "")
    what = {"challenge": challenge, "seed": int(seed[:6]) if seed.isdecimal() else 0}
    do_and_tell(
        request, _("Planned. Judges see it when you release it."), services.propose_wave, **what
    )
    return redirect("judging:plan", event.slug, slug)


@login_required
@require_POST
def release(request: SignedInRequest, event_slug: str, slug: str, number: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    wave = wave_or_404(challenge, number)
    do_and_tell(request, _("Released: the judges see it now."), services.release_wave, wave=wave)
    return redirect("judging:plan", event.slug, slug)


@login_required
@require_POST
def add(request: SignedInRequest, event_slug: str, slug: str, number: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    wave = wave_or_404(challenge, number)
    wanted = (request.POST.get("judge", ""), request.POST.get("submission", ""))
    judge, submission = pair_or_404(challenge, request.user, *wanted)
    what = {"wave": wave, "judge": judge, "submission": submission}
    do_and_tell(request, _("Added."), services.add_review, **what)
    return redirect("judging:plan", event.slug, slug)


@login_required
@require_POST
def take(request: SignedInRequest, event_slug: str, slug: str, assignment_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    review = review_or_404(challenge, request.user, assignment_id)
    what = {"assignment": review, "reason": _("by hand")}
    do_and_tell(request, _("Taken back."), services.take_review, **what)
    return redirect("judging:plan", event.slug, slug)


@login_required
@require_POST
def rebalance(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    what = {"challenge": challenge, "reason": _("a judge has gone or a tie was found")}
    sentence = _("What nobody had begun has moved to other judges.")
    do_and_tell(request, sentence, services.rebalance_reviews, **what)
    return redirect("judging:plan", event.slug, slug)
