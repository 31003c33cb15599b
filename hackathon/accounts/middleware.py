from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hackathon.web import unsent
from hackathon.web.middleware import Respond, is_navigation
from hackathon.web.sessions import is_signed_in


class SecondFactorMiddleware:
    """Who must prove twice who they are sees nothing of the event that asks for it before.

    What is demanded of the person came with them, in the same query.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if not is_signed_in(request) or not getattr(request.user, "must_prove", False):
            return None
        # the models that it asks are not there yet when settings name this module
        from hackathon.accounts.second_factor import is_demanded_on, is_proven
        from hackathon.web.signed_in import user_of

        if view.__module__.startswith("allauth.") or is_proven(request):
            return None
        person, match = user_of(request), request.resolver_match
        if match is None or not is_demanded_on(person, match):
            return None
        if not person.has_factor:
            if is_navigation(request):  # where the page of the recovery codes leads on to
                sent = request.method == "POST"
                wanted = unsent.page_of_form(request) if sent else request.get_full_path()
                request.session["wanted"] = wanted
            return HttpResponseRedirect(reverse("mfa_index"))
        back = {"next": request.get_full_path() if request.method == "GET" else "/"}
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode(back)}")
