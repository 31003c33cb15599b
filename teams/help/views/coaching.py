from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.kernel.operations import seen_at
from hackathon.kernel.predicates import is_organiser
from hackathon.web.kept_pages import keep_for_visitors
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_message
from hackathon.web.signed_in import SignedInRequest
from teams.help import policy, selectors
from teams.help.forms import HandOnForm, QueueFilter
from teams.help.selectors import to_coaching
from teams.help.services.coaches import accept_coaching, decline_coaching
from teams.help.services.help import claim_help, close_help, hand_on_help

if TYPE_CHECKING:
    from teams.help.models.coach import Coach


@require_safe
@keep_for_visitors
def coaches(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"coaches": selectors.public_coaches(event)}
    return event_page(request, event, "teams/help/coaches.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SignedInRequest, event_slug: str, token: str) -> HttpResponse:
    """A GET shows what is asked; only the button accepts."""
    event = event_or_404(event_slug, request.user)
    coach = selectors.coach_invitation_or_404(event, request.user, token)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            accept_coaching(actor=request.user, coach=coach)
        except (ValidationError, PermissionDenied) as refusal:
            refusals = getattr(refusal, "messages", [_("This is not yours to accept.")])
        else:
            messages.success(request, _("Welcome among the coaches."))
            return redirect("teams:coaching", event.slug)
    context = {
        "coach": coach,
        "refusals": refusals,
        "challenges": selectors.challenges_of_coach(coach),
        "too_late": policy.ACCEPT_COACHING.refusal_now(coach),
        "obstacle": to_coaching(coach, request.user),
    }
    return event_page(request, event, "teams/help/coach_accept.html", context)


@login_required
@require_POST
def decline(request: SignedInRequest, event_slug: str, token: str) -> HttpResponse:
    """One press; the organisers are told, and can ask again."""
    event = event_or_404(event_slug, request.user)
    coach = selectors.coach_invitation_or_404(event, request.user, token)
    with refusal_in_message(request, denied=_("This is not yours to decline.")) as act:
        decline_coaching(actor=request.user, coach=coach)
    if not act.is_done:
        return redirect("teams:coach_accept", event.slug, token)
    messages.success(request, _("You have declined. The organisers are told."))
    return redirect("hackathon:me")


@login_required
@require_safe
def desk(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """Who waits, what this coach has in hand, and what is done."""
    event = event_or_404(event_slug, request.user)
    coach = selectors.coach_or_404(event, request.user)
    context = {
        **queue_context(request, coach),
        "coach": coach,
        "claims": selectors.claims_of(coach),
        "closed": selectors.closed_by(coach),
        "others": selectors.other_coaches(coach),
    }
    return event_page(request, event, "teams/help/coaching.html", context)


@login_required
@require_safe
def queue(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """The waiting ones alone, for the page that looks again by itself."""
    event = event_or_404(event_slug, request.user)
    coach = selectors.coach_or_404(event, request.user)
    context = {"event": event, "is_polled": True, **queue_context(request, coach)}
    return render(request, "teams/help/queue.html", context)


def queue_context(request: HttpRequest, coach: "Coach") -> dict:
    wanted = QueueFilter(request.GET, coach=coach)
    now = seen_at(coach.event)
    is_open = policy.CLAIM_HELP.open_now(coach.event)  # what the end of hacking ends is no news
    return {
        "filter": wanted,
        "waiting": wanted.chosen(),
        "query": request.GET.urlencode(),
        "now": now,
        "cancelled": selectors.cancelled_on(coach, now) if is_open else [],
        "is_open": is_open,
    }


def do_step(request: HttpRequest, event_slug: str, do: Callable[[], str]) -> HttpResponse:
    """Do it, say how it went, and show the queue again."""
    try:
        with refusal_in_message(request):
            messages.success(request, do())
    except PermissionDenied as refusal:
        raise Http404 from refusal
    query = request.GET.urlencode()
    return redirect(reverse("teams:coaching", args=[event_slug]) + (query and f"?{query}"))


@login_required
@require_POST
def claim(request: SignedInRequest, event_slug: str, help_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    selectors.coach_or_404(event, request.user)
    wanted = selectors.help_or_404(event, help_id)

    def do() -> str:
        claim_help(actor=request.user, request=wanted)
        return _("%(team)s expects you: %(where)s.") % {"team": wanted.team, "where": wanted.where}

    return do_step(request, event.slug, do)


@login_required
@require_POST
def hand_on(request: SignedInRequest, event_slug: str, help_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    coach = selectors.coach_or_404(event, request.user)
    wanted = selectors.help_or_404(event, help_id)
    form = HandOnForm(request.POST, coach=coach)

    def do() -> str:
        if not form.is_valid():
            raise ValidationError(_("Choose another coach of this event."))
        to = form.cleaned_data["to"]
        hand_on_help(actor=request.user, request=wanted, to=to)
        return _("Handed on to %(coach)s.") % {"coach": to} if to else _("Back in the queue.")

    return do_step(request, event.slug, do)


@login_required
@require_POST
def close(request: SignedInRequest, event_slug: str, help_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    selectors.coach_or_404(event, request.user)
    wanted = selectors.help_or_404(event, help_id)

    def do() -> str:
        close_help(actor=request.user, request=wanted)
        return _("Closed. Thank you.")

    return do_step(request, event.slug, do)


@login_required
@require_safe
def load(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """How long teams wait and who is busy, for the event's organisers."""
    event = event_or_404(event_slug, request.user)
    if not is_organiser(request.user, event):
        raise Http404
    context = {"load": selectors.load_of(event, seen_at(event))}
    return event_page(request, event, "teams/help/load.html", context)
