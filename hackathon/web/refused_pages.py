"""A page that a form is answered with is shown by an address that was asked for.

Such a page tells why the form was refused, or what it would do. Loading it again, or coming back
to it, would otherwise send the form once more, after a question of the browser's. It rests in the
session until the browser has been led to it, and is shown once; loaded again, it is the page as it
is by then, with what was typed in it.
"""

import base64
import time
import zlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from hackathon.kernel.tokens import new_nonce
from hackathon.web import unsent
from hackathon.web.sessions import is_signed_in

KEY = "refused_page"
SECONDS = 60  # a browser follows at once
LARGEST = 60_000  # bytes of a page, packed

Respond = Callable[[HttpRequest], HttpResponse]


class RefusedFormMiddleware:
    """Leads a browser from what it sent to the page that answers; scripts get it at once."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        unsent.take_place(request)
        nonce = vars(request)[unsent.REFUSED_AT] if request.method == "GET" else ""
        if nonce and is_signed_in(request) and (page := take_page(request, nonce)):
            return page
        response = self.respond(request)
        if nonce and response.status_code == 405:
            return lead_to_form(request, nonce) or response
        if is_answered_by_page(request, response):
            return lead_to_page(request, response) or response
        return response


def is_answered_by_page(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a browser that shows pages, as it says itself, would show this one for a form."""
    is_shown = request.headers.get("Sec-Fetch-Mode") == "navigate"
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    is_answer = request.method == "POST" and response.status_code in (200, 422)
    return is_answer and is_shown and is_page and not response.streaming and is_signed_in(request)


def lead_to_page(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """Keeps the page and what was typed; None if that is too much or nobody's."""
    nonce, packed = new_nonce(), zlib.compress(response.content)
    if len(packed) > LARGEST or not unsent.keep_unsent(request, unsent.REFUSED, only_at=nonce):
        return None
    request.session[KEY] = {
        "nonce": nonce,
        "at": time.time(),
        "reader": request.user.pk,
        "path": request.path,
        "type": response.headers["Content-Type"],
        "status": response.status_code,
        "page": base64.b64encode(packed).decode(),
    }
    led = HttpResponseRedirect(with_nonce(request.get_full_path(), nonce), status=303)
    led.cookies = response.cookies
    return led


def take_page(request: HttpRequest, nonce: str) -> HttpResponse | None:
    """The page that waits for this request, once."""
    kept = request.session.get(KEY)
    if not kept or kept["nonce"] != nonce:
        return None
    del request.session[KEY]
    is_own = kept["reader"] == request.user.pk and kept["path"] == request.path
    if not is_own or kept["at"] + SECONDS < time.time():
        return None
    page = zlib.decompress(base64.b64decode(kept["page"]))
    return HttpResponse(page, status=kept["status"], content_type=kept["type"])


def lead_to_form(request: HttpRequest, nonce: str) -> HttpResponse | None:
    """From an address that takes only what a form sends to the page on which the form stands."""
    forms = unsent.forms_waiting(request)
    form = next((form for form in forms if form.get("only_at") == nonce), None)
    if form is None or form["page"].partition("?")[0] == request.path:
        return None
    return HttpResponseRedirect(with_nonce(form["page"], nonce))


def with_nonce(address: str, nonce: str) -> str:
    path, _, query = address.partition("?")
    asked = QueryDict(query, mutable=True)
    asked[unsent.REFUSED_AT] = nonce
    return f"{path}?{asked.urlencode()}"
