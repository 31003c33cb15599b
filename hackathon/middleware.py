"""Which language a page speaks, and who may keep a copy of it."""

from collections.abc import Callable
from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode

Respond = Callable[[HttpRequest], HttpResponse]
LANGUAGES = dict(settings.LANGUAGES)


def is_signed_in(request: HttpRequest) -> bool:
    """Asks the database only if there is a session to ask about."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


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
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if cookie in LANGUAGES:
            return cookie
        if is_signed_in(request):
            return request.user.language
        return translation.get_language_from_request(request)


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

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
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


class SecondFactorMiddleware:
    """Who must prove twice who they are sees their account's pages first, and nothing else.

    ``must_prove`` and ``has_factor`` came with the person, in the same query.
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
        from hackathon.second_factor import is_proven

        if view.__module__.startswith("allauth.") or is_proven(request):
            return None
        if not request.user.has_factor:
            return HttpResponseRedirect(reverse("mfa_index"))
        back = {"next": request.get_full_path() if request.method == "GET" else "/"}
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode(back)}")
