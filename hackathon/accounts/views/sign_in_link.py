from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hackathon.accounts.services import sign_in_help
from hackathon.accounts.sign_in_links import person_of


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The link from a mail asks once more: programs that open each link of a mail use up none.

    Whoever has a second factor shows it next, as after any other way to sign in.
    """
    person = person_of(token)
    if person is None:
        return render(request, "hackathon/accounts/dead_link.html", status=404)
    if request.method == "POST":
        record_authentication(request, person, "code", email=person.email)
        return perform_login(request, Login(user=person, email=person.email))
    return render(request, "hackathon/accounts/enter.html", {"person": person})


@require_http_methods(["GET", "HEAD", "POST"])
def keep_factor(request: HttpRequest, token: str) -> HttpResponse:
    """The link that stops a second factor from being taken away; it asks once more, as above."""
    given = sign_in_help.announced_by(token)
    if given is None:
        return render(request, "hackathon/accounts/factor_settled.html", status=404)
    if request.method != "POST":
        return render(request, "hackathon/accounts/keep_factor.html", {"given": given})
    try:
        sign_in_help.keep_factor(actor=None, given=given, token=token)
    except ValidationError:
        return render(request, "hackathon/accounts/factor_settled.html", status=409)
    return render(request, "hackathon/accounts/factor_kept.html")
