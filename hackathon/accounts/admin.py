"""Helping somebody to sign in: the only pages of the workplace about a person's account."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hackathon.accounts import policy, second_factor
from hackathon.accounts.models import SignInHelp
from hackathon.accounts.services import sign_in_help
from hackathon.kernel.models.user import User
from hackathon.kernel.predicates import is_event_maker
from hackathon.kernel.undecided import undecided_about
from hackathon.web.forms import PlainField
from hackathon.web.refusals import refusal_in_form, refusal_in_message
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import own_events

MOST_SHOWN = 50


class SearchForm(forms.Form):
    words = PlainField(label=_("Name or email address"), min_length=3, max_length=100)


class ReasonForm(forms.Form):
    reason = PlainField(
        label=_("The reason, as the person will read it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


ACTS = {
    "link": (sign_in_help.send_sign_in_link, _("The link is on its way.")),
    "factor": (
        sign_in_help.announce_factor,
        _("It is announced to every address of the person, with a link that stops it."),
    ),
    "sessions": (
        sign_in_help.end_sessions,
        _("All sessions are ended. The person is told."),
    ),
}


@require_safe
def find_person(request: HttpRequest) -> HttpResponse:
    """Nobody is listed before one knows whom one looks for."""
    require_site_staff(request)
    form = SearchForm(request.GET if "words" in request.GET else None)
    found: Iterable[User] = []
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        people = User.objects.filter(Q(email__icontains=words) | Q(name__icontains=words))
        found = people.order_by("email")[:MOST_SHOWN]
    context = {"form": form, "found": found, "title": _("Help somebody to sign in")}
    return show_page(request, "find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def help_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One act, with its reason; what was refused is told beside what was typed."""
    require_site_staff(request)
    person = get_object_or_404(User, pk=person_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    announced = person.sign_in_help.announced().first()
    if request.POST.get("do") == "keep" and announced:
        return keep_factor(request, announced)
    chosen = ACTS.get(request.POST.get("do", ""))
    if form.is_bound and form.is_valid() and chosen:
        help_to_sign_in, sentence = chosen
        with refusal_in_form(form) as act:
            help_to_sign_in(actor=user_of(request), person=person, **form.cleaned_data)
        if act.is_done:
            messages.success(request, sentence)
            return redirect("admin:help_person", person.pk)
    factors = Authenticator.objects.filter(user=person, type__in=second_factor.FACTORS)
    context = {
        "form": form,
        "person": person,
        "title": _("Help %(person)s to sign in") % {"person": person},
        "may": policy.END_SESSIONS.allows(request.user, person),
        "has_factor": factors.exists(),
        "announced": announced,
        "hours": settings.SECOND_FACTOR_WAIT_HOURS,
        "is_confirmed": sign_in_help.confirmed_addresses(person).exists(),
        "undecided": undecided_about(person, own_events(request), user_of(request)),
        "history": person.sign_in_help.select_related("helped_by").order_by("-pk")[:20],
    }
    return show_page(request, "person.html", context)


def keep_factor(request: HttpRequest, announced: SignInHelp) -> HttpResponse:
    """Stop what was announced; there is nothing to give a reason for."""
    with refusal_in_message(request) as act:
        sign_in_help.keep_factor(actor=user_of(request), given=announced)
    if act.is_done:
        messages.success(request, _("The second factor stays. The person is told."))
    return redirect("admin:help_person", announced.person_id)


def require_site_staff(request: HttpRequest) -> None:
    if not is_event_maker(request.user):
        raise Http404


def show_page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    frame = admin.site.each_context(request)
    return render(request, f"admin/people/{template}", {**frame, **context})
