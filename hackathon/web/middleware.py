"""What every page goes through: its language, its copies, its way on when something is wrong."""

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from hackathon.web import refilling, unsent
from hackathon.web.sessions import is_signed_in

if TYPE_CHECKING:  # settings name this module before the models are there
    from hackathon.kernel.models.user import User

Respond = Callable[[HttpRequest], HttpResponse]
LANGUAGES = dict(settings.LANGUAGES)
MAIN = re.compile(r"<main\b[^>]*>")


class LanguageMiddleware:
    """``?language=fr`` wins and is remembered; then the cookie, the person, the browser."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("language")
        asked = asked if asked in LANGUAGES else None
        language = asked or self.known(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.respond(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if asked:
            remember(response, asked)
        return response

    def known(self, request: HttpRequest) -> str:
        reader = cast("User", request.user) if is_signed_in(request) else None
        return language_for(request, reader)


def language_for(request: HttpRequest, reader: "User | None") -> str:
    """The language of the pages that this browser gets, with this person signed in or nobody."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if cookie in LANGUAGES:
        return cookie
    return reader.language if reader else translation.get_language_from_request(request)


def remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


@cache
def content_policy() -> str:
    return build_policy()


class ContentPolicyMiddleware(CSPMiddleware):
    """One policy for every page, put together once; a response may still bring its own."""

    def process_request(self, request: HttpRequest) -> None:
        """No page has inline scripts, so none gets a nonce."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault(HEADER, content_policy())
        return response


class PrivateCacheMiddleware:
    """Nothing made for somebody who is signed in is kept by a browser or a proxy."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if is_signed_in(request):
            patch_cache_control(response, no_store=True, private=True)
        return response


class NoSuchTextMiddleware:
    """An address with a sign in it that the database keeps in no text names nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if "\0" in request.path_info:
            raise Http404


class WrongMethodMiddleware:
    """Whoever opens an address that takes only what a form sends gets a page with the way on."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if response.status_code != 405 or response.content or not is_navigation(request):
            return response
        from hackathon.web.views.errors import wrong_method  # needs the models, as above

        page = wrong_method(request)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page


def is_navigation(request: HttpRequest) -> bool:
    """Whether the browser shows the answer as a page; a script reads statuses and wants no page."""
    is_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    return not is_script and "HX-Request" not in request.headers


class UnsentFormMiddleware:
    """What was typed into a form that did not arrive is back in it once its writer is back."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = unsent.reading.set(request)
        try:
            response = self.respond(request)
        finally:
            unsent.reading.reset(token)
        if not is_navigation(request):
            return response
        if request.method == "POST":
            return after_sending(request, response)
        if request.method == "GET" and settings.SESSION_COOKIE_NAME in request.COOKIES:
            return with_what_was_typed(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if request.method == "POST":
            unsent.take_mark(request)


@cache
def where_one_signs_in() -> set[str]:
    names = ("account_login", "account_reauthenticate", "mfa_reauthenticate", "mfa_index")
    return {reverse(name) for name in names}


def after_sending(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A form that ended at the sign-in leads back to its page; one that arrived is forgotten."""
    match = request.resolver_match
    if match is None or match.func.__module__.startswith("allauth."):
        return response
    path, _, query = response.headers.get("Location", "").partition("?")
    if path not in where_one_signs_in():
        if not getattr(request, "csrf_refused", False):
            unsent.forget_arrived(request)
        return response
    unsent.keep_unsent(request, unsent.ASKED_AGAIN if is_signed_in(request) else unsent.SIGNED_OUT)
    if path == reverse("mfa_index"):
        return response
    asked = QueryDict(query, mutable=True)
    asked["next"] = unsent.page_of_form(request)
    response.headers["Location"] = f"{path}?{asked.urlencode()}"
    return response


def with_what_was_typed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.streaming or not is_page or not (forms := unsent.forms_waiting(request)):
        return response
    page = response.content.decode(response.charset)
    for form in forms:
        page = put_back(page, request, form)
    response.content = page.encode(response.charset)
    patch_cache_control(response, no_store=True, private=True)
    return response


def put_back(page: str, request: HttpRequest, form: dict) -> str:
    """The page with one form's text in its fields, or beside them if the form is gone."""
    address, kept = request.get_full_path(), form["fields"]
    found = refilling.refill_form(page, address, form["action"], kept, form["left_out"])
    if found is None and form["page"].partition("?")[0] != request.path:
        return page
    is_pressed = found is not None and not found.is_typed
    if is_pressed and form["why"] in (unsent.ASKED_AGAIN, unsent.REFUSED):
        return page  # who asked has said what to do
    everything = [value for _name, values in kept for value in values if value]
    context = {
        "why": form["why"],
        "is_back": found is not None,
        "is_pressed": is_pressed,
        "rest": found.rest if found else everything,
    }
    notice = render_to_string("unsent.html", context)
    return MAIN.sub(lambda tag: tag[0] + notice, found.page if found else page, count=1)
