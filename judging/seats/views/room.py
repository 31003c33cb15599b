"""The code in the room: shown large, typed by guests, answered by an organiser."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.kernel.sections import Link
from hackathon.web.pages import event_page, too_late_page
from hackathon.web.refusals import MAY_NOT, refusal_in_form, refusal_in_message
from hackathon.web.signed_in import SignedInRequest
from judging.seats import policy
from judging.seats.forms import AskForm, RoomForm
from judging.seats.selectors import room as room_selectors
from judging.seats.services import room as room_services

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Whoever has the code may ask; what is answered says nothing about who they are."""
    event = event_or_404(event_slug, request.user)
    back = Link(_("The jury"), reverse("judging:jury", args=[event.slug]))
    title = _("A seat on the jury")
    if too_late := too_late_page(request, policy.ASK_FOR_SEAT, event, title=title, back=back):
        return too_late
    form = AskForm(request.POST or None, initial={"code": request.GET.get("code", "")[:60]})
    if form.is_bound and form.is_valid():
        if not ratelimit.consume(request, action="ask_for_seat"):
            form.add_error(None, _("Too many people ask at this moment. Wait a few minutes."))
        elif ask_for_a_seat(event, form):
            return event_page(request, event, "judging/seats/asked.html")
    return event_page(
        request, event, "judging/seats/ask.html", {"form": form}, status=422 if form.errors else 200
    )


def ask_for_a_seat(event: "Event", form: AskForm) -> bool:
    said = form.cleaned_data
    code = room_selectors.code_behind(event, said["code"])
    if code is None:
        words = _("This code is not valid. Look at the screen in the room again.")
        form.add_error("code", words)
        return False
    with refusal_in_form(form) as act:
        room_services.ask_for_seat(
            code=code, name=said["name"], email=said["email"], language=get_language()
        )
    return act.is_done


@login_required
@require_safe
def room(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """The organiser's side: the code, and who waits."""
    event = event_or_404(event_slug, request.user)
    room_selectors.hosted_or_404(event, request.user)
    context = {
        "form": RoomForm(),
        "code": room_selectors.open_code(event),
        "waiting": room_selectors.waiting(event),
        "too_late": policy.OPEN_ROOM.refusal_now(event),
        "bar": policy.OPEN_ROOM.bar(request.user, event),
    }
    return event_page(request, event, "judging/seats/room.html", context)


@login_required
@require_safe
def screen(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """For the projector: the code, the picture, and nobody's name."""
    event = event_or_404(event_slug, request.user)
    room_selectors.hosted_or_404(event, request.user)
    code = room_selectors.open_code(event)
    if code is None or not policy.ASK_FOR_SEAT.open_now(event):
        return redirect("judging:room", event.slug)
    context = {
        "code": code,
        "picture": room_selectors.picture_of(code),
        "address": room_selectors.page_of(event),
    }
    return event_page(request, event, "judging/seats/room_screen.html", context)


def do_and_show(
    request: HttpRequest, sentence: str, service: Callable[..., Any], **what: Any
) -> HttpResponse:
    """Do it, say how it went, and show the room again."""
    with refusal_in_message(request, denied=MAY_NOT) as act:
        service(actor=request.user, **what)
    if act.is_done:
        messages.success(request, sentence)
    event = what.get("event") or what["candidate"].event
    return redirect("judging:room", event.slug)


@login_required
@require_POST
def open_room(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    room_selectors.hosted_or_404(event, request.user)
    form = RoomForm(request.POST)
    minutes = form.cleaned_data["minutes"] if form.is_valid() else 60
    words = _("A new code is open; an older one no longer works.")
    return do_and_show(request, words, room_services.open_room, event=event, minutes=minutes)


@login_required
@require_POST
def close_room(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    room_selectors.hosted_or_404(event, request.user)
    return do_and_show(
        request, _("The code no longer works."), room_services.close_room, event=event
    )


@login_required
@require_POST
def answer(request: SignedInRequest, event_slug: str, candidate_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    room_selectors.hosted_or_404(event, request.user)
    candidate = room_selectors.candidate_or_404(event, candidate_id)
    accepted = request.POST.get("answer") == "yes"
    words = _("The invitation to %(name)s is on its way.") if accepted else _("%(name)s: declined.")
    return do_and_show(
        request,
        words % {"name": candidate.name},
        room_services.answer_candidate,
        candidate=candidate,
        accepted=accepted,
    )
