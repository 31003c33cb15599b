"""What somebody reads when a request cannot be answered, and the way on from there."""

import sys
from copy import copy

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation

from hackathon.events.selectors import event_or_404
from hackathon.web import unsent
from hackathon.web.middleware import language_for
from hackathon.web.pages import event_page
from hackathon.web.site_paths import path_came_from

AWAY = ("08", "53300", "57P")  # Postgres: no connection, too many, shutting down or starting
SECONDS_UNTIL_AGAIN = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault, or of a database that is away for a moment: that asks to come again.

    It asks the database nothing, and is there whatever middleware the fault passed through.
    """
    is_away = is_database_away(sys.exc_info()[1])
    language = getattr(request, "LANGUAGE_CODE", None) or language_for(request, None)
    with translation.override(language):
        page = render_to_string("503.html" if is_away else "500.html")
    response = HttpResponse(page, status=503 if is_away else 500)
    if is_away:
        response.headers["Retry-After"] = str(SECONDS_UNTIL_AGAIN)
    return response


def is_database_away(trouble: BaseException | None) -> bool:
    """Whether Postgres could not be asked at all; what it refused has another code."""
    if not isinstance(trouble, OperationalError | InterfaceError):
        return False
    code = getattr(trouble.__cause__, "pgcode", None)
    return code is None or code.startswith(AWAY)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long: what was typed waits on the page where its form stood."""
    vars(request)["csrf_refused"] = True
    unsent.take_mark(request)
    is_kept = unsent.keep_unsent(request, unsent.TOO_OLD)
    context = {"page": unsent.page_of_form(request) if is_kept else ""}
    return render(request, "403_csrf.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The way on is the event's own page, if the address names one that this reader may know of.

    Only the address decides: what is not theirs looks like what was never there.
    """
    parts = request.path_info.split("/")
    event = None
    if parts[1:2] == ["e"] and len(parts) > 3 and hasattr(request, "user"):
        try:
            event = event_or_404(parts[2], request.user)
        except Http404:
            event = None
    return render(request, "404.html", {"nearest": event}, status=404)


def wrong_method(request: HttpRequest) -> HttpResponse:
    """In the event's frame, if the address is about one that this reader may know of."""
    page = nearest_page(request)
    match = request.resolver_match
    slug = match.kwargs.get("event_slug") if match else None
    try:
        event = event_or_404(slug, request.user) if slug else None
    except Http404:
        event = None
    if event is None:
        return render(request, "405.html", {"page": page}, status=405)
    return event_page(request, event, "405.html", {"page": page}, status=405)


def nearest_page(request: HttpRequest) -> str:
    """Where the form stands: the page that one came from, or the nearest above that opens."""
    came = path_came_from(request).partition("?")[0]
    if came and opens(request, came):
        return came
    parts = request.path.strip("/").split("/")[:-1]
    above = ("/" + "/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1))
    return next((path for path in above if opens(request, path)), "")


def opens(request: HttpRequest, path: str) -> bool:
    """Whether this person sees a page at this address: the page itself is asked."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    asked = copy(request)
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.META = request.META | {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}
    asked.GET, asked.POST, asked.resolver_match = QueryDict(), QueryDict(), match
    try:
        answer = match.func(asked, *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        return False
    if answer.streaming:
        answer.file_to_stream.close()
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_page and not answer.streaming
