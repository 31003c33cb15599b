"""From the mailed link to the seat: enter without a password, read, accept."""

from typing import TYPE_CHECKING

from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.socialaccount.internal.flows.email_authentication import wipe_password
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hackathon.events.selectors import event_or_404
from hackathon.kernel.predicates import is_addressed, is_signed_in
from hackathon.web.middleware import remember
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form, refusal_in_message
from hackathon.web.signed_in import SignedInRequest
from judging.seats import policy
from judging.seats.forms import AcceptForm
from judging.seats.selectors import own_offer
from judging.seats.services import jury
from judging.seats.services.entering import enter_jury

if TYPE_CHECKING:
    from hackathon.kernel.models.user import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, event_slug: str, token: str) -> HttpResponse:
    """A look changes nothing; the button signs the invited address in, once."""
    judge = own_offer.judge_behind(event_slug, token)
    welcome = reverse("judging:welcome", args=[event_slug])
    if judge is None:
        return render(request, "judging/seats/dead_link.html", {"welcome": welcome}, status=404)
    if is_signed_in(request.user) and is_addressed(request.user, judge):
        return redirect(welcome)
    if request.method == "POST":
        with refusal_in_message(request) as act:
            user = enter_jury(judge=judge, token=token, language=request.LANGUAGE_CODE)
        if act.is_done:
            return signed_in(request, user, welcome)
    context = {
        "judge": judge,
        "seats": own_offer.seats_offered(judge),
        "may_enter": policy.ENTER_JURY.open_now(judge),
    }
    return event_page(request, judge.event, "judging/seats/enter.html", context)


def signed_in(request: HttpRequest, user: "User", welcome: str) -> HttpResponse:
    """Through the same stages as any sign-in: a second factor is asked of who has one."""
    if request.user.is_authenticated:
        logout(request)
    wipe_password(request, user, user.email)  # of who signed up with an address not their own
    record_authentication(request, user, method="link", email=user.email)
    verify_email_indirectly(request, user, user.email)
    answer = perform_login(request, Login(user=user, email=user.email, redirect_url=welcome))
    remember(answer, request.LANGUAGE_CODE)  # the next page speaks as this one did
    return answer


@login_required
@require_POST
def decline(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """One press; the organisers are told, and can ask again."""
    event = event_or_404(event_slug, request.user)
    judge = own_offer.offer_or_404(event, request.user)
    with refusal_in_message(request, denied=_("This invitation has been used.")) as act:
        jury.decline_judging(actor=request.user, judge=judge)
    if not act.is_done:
        return redirect("judging:welcome", event.slug)
    messages.success(request, _("You have declined. The organisers are told."))
    return redirect("hackathon:me")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """What is asked of a judge; only the button takes the seat."""
    event = event_or_404(event_slug, request.user)
    judge = own_offer.offer_or_404(event, request.user)
    text, fingerprint = own_offer.conduct_of(event)
    said = {"languages": judge.languages or request.user.languages}
    said |= {"availability": judge.availability}
    sent = request.POST if request.method == "POST" else None
    form = AcceptForm(sent, fingerprint=fingerprint, initial=said)
    if form.is_bound and form.is_valid():
        wanted = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
        with refusal_in_form(form, denied=_("This is not yours to accept.")) as act:
            jury.accept_judging(actor=request.user, judge=judge, **wanted)
        if act.is_done:
            messages.success(request, _("Welcome to the jury."))
            return redirect("judging:desk", event.slug)
    context = {
        "judge": judge,
        "form": form,
        "conduct": text,
        "seats": own_offer.seats_offered(judge),
        "too_late": policy.ACCEPT_JUDGING.refusal_now(judge),
        "obstacle": own_offer.obstacle_to_accepting(event, request.user),
    }
    return event_page(
        request, event, "judging/seats/accept.html", context, status=422 if form.errors else 200
    )
