from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form, words_of
from hackathon.web.signed_in import SignedInRequest
from teams.door import selectors as door_selectors
from teams.door import services
from teams.participants.forms import WalkInForm

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event


@login_required
@require_safe
def door(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """A phone at the door: scan a code or type it, and see who has come."""
    event = event_or_404(event_slug, request.user)
    door_selectors.staffed_or_404(event, request.user)
    return show_door(request, event, WalkInForm())


def show_door(request: HttpRequest, event: "Event", form: WalkInForm) -> HttpResponse:
    context = {
        "form": form,
        "count": door_selectors.count(event),
        "last": door_selectors.last_arrivals(event),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "teams/door/door.html", context, status=status)


@login_required
@require_POST
def check_in(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """One code; the script of the page gets JSON, a form is led back with a sentence."""
    event = event_or_404(event_slug, request.user)
    door_selectors.staffed_or_404(event, request.user)
    said, tone = welcome(request, event)
    if request.headers.get("Accept") == "application/json":
        count = door_selectors.count(event)
        told = {"said": said, "tone": tone, "arrived": count.arrived, "expected": count.expected}
        return JsonResponse(told)
    messages.add_message(request, TONES[tone], said)
    return redirect("teams:door", event.slug)


TONES = {"good": messages.SUCCESS, "careful": messages.WARNING, "wrong": messages.ERROR}


def welcome(request: SignedInRequest, event: "Event") -> tuple[str, str]:
    participant = door_selectors.participant_behind(event, request.POST.get("code", ""))
    if participant is None:
        return _("Nobody in this event has this code."), "wrong"
    try:
        _row, is_news = services.check_in(
            actor=request.user, participant=participant, seen_at=seen_at(request)
        )
    except ValidationError as refusal:
        return words_of(refusal), "wrong"
    if is_news:
        return _("Welcome, %(person)s.") % {"person": participant}, "good"
    return _("%(person)s has checked in already.") % {"person": participant}, "careful"


def seen_at(request: HttpRequest) -> datetime | None:
    """When the desk scanned the code, if its network came back only later."""
    try:
        return datetime.fromtimestamp(float(request.POST.get("seen_at", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return None


@login_required
@require_POST
def walk_in(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    door_selectors.staffed_or_404(event, request.user)
    form = WalkInForm(request.POST)
    if form.is_valid():
        with refusal_in_form(form) as act:
            participant = services.register_at_desk(
                actor=request.user, event=event, **form.cleaned_data
            )
        if act.is_done:
            messages.success(request, _("Welcome, %(person)s.") % {"person": participant})
            return redirect("teams:door", event.slug)
    return show_door(request, event, form)
