"""What somebody typed into a form that did not arrive, until they send it again.

A form can fail to arrive for reasons that are not its writer's: the session has ended, or the
page was open for so long that its token is too old. What was typed then, or was refused
(``refused_pages``), rests in the browser's session for an hour, bound to the person for
whom the form was shown: each form says who that is, signed, so that nobody else who signs in on
the same device gets to see it.
"""

import re
import time
from contextvars import ContextVar
from typing import Any

from allauth.core import ratelimit
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse

from hackathon.web.once import once_a_request
from hackathon.web.sessions import is_signed_in
from hackathon.web.site_paths import path_came_from

KEY = "unsent_forms"
MARK = "shown_to"
NOBODY = 0
SECONDS = 3600
LARGEST = 100_000  # letters, over all fields of all forms that wait
MOST = 3
# Codes open accounts as passwords do; the others are the site's own.
NEVER_KEPT = re.compile(r"pass(word|code|phrase|key)|secret|token|credential|^code$", re.IGNORECASE)

SIGNED_OUT, TOO_OLD, ASKED_AGAIN = "signed out", "too old", "asked again"
REFUSED = "refused"
REFUSED_AT = "refused_at"  # in the address of the one page for which a refused form is kept

reading: ContextVar[HttpRequest | None] = ContextVar("reading", default=None)


def signer() -> Signer:
    return Signer(salt="hackathon.web.unsent")


def mark_for(request: HttpRequest) -> str:
    """For whom a form is shown, as the form will say; one signature a request."""
    return once_a_request(request, "form_mark", lambda: signer().sign(str(reader_of(request))))


def reader_of(request: HttpRequest) -> int | None:
    return request.user.pk if is_signed_in(request) else NOBODY


def take_place(request: HttpRequest) -> None:
    """Take ``REFUSED_AT`` out of what was asked for: the views see their own parameters only."""
    vars(request)[REFUSED_AT] = request.GET.get(REFUSED_AT, "")
    if REFUSED_AT in request.GET:
        asked: Any = request.GET.copy()
        del asked[REFUSED_AT]
        asked._mutable = False
        request.GET, request.META["QUERY_STRING"] = asked, asked.urlencode()


def take_mark(request: HttpRequest) -> None:
    """Take the mark out of what was sent: the views see their own fields only."""
    if MARK not in request.POST:
        return
    sent: Any = request.POST.copy()
    mark = sent.pop(MARK)[-1]
    sent._mutable = False
    request.POST = sent
    try:
        vars(request)["written_by"] = int(signer().unsign(mark))
    except (BadSignature, ValueError):
        return


def page_of_form(request: HttpRequest) -> str:
    """Where the form stood, as the browser says; else the address that it was sent to."""
    return path_came_from(request) or request.path


def keep_unsent(request: HttpRequest, why: str, only_at: str = "") -> bool:
    """Keep what was typed; says whether there is anything to come back for.

    ``only_at``: it is shown by the address that names this alone.
    """
    writer = getattr(request, "written_by", None)
    is_elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
    if writer is None or is_elsewhere:
        return False
    if is_signed_in(request) and request.user.pk != writer:
        return False  # somebody else has signed in on this device since
    left_out = [name for name in request.POST if NEVER_KEPT.search(name)]
    fields = [
        [name, request.POST.getlist(name)]
        for name in request.POST
        if name not in left_out and name != MARK
    ]
    if request.path == reverse("account_logout") or not may_store(request, writer):
        return False
    form = {
        "writer": writer,
        "page": page_of_form(request),
        "action": request.path,
        "fields": fields,
        "left_out": left_out,
        "at": time.time(),
        "why": why,
        "only_at": only_at,
    }
    others = [old for old in forms_kept(request) if old["action"] != request.path]
    waiting = [form, *others][:MOST]
    while waiting and sum(map(size, waiting)) > LARGEST:
        waiting.pop()
    if not waiting:
        return False
    request.session[KEY] = waiting
    if not is_signed_in(request):
        request.session.set_expiry(SECONDS)  # see ``session_proof``
    return True


def may_store(request: HttpRequest, writer: int) -> bool:
    """Nobody fills the table of sessions: who is unknown needs a session already, and of one
    address only so many forms are kept in a while."""
    is_known = writer != NOBODY or bool(request.session.session_key)
    return is_known and ratelimit.consume(request, action="keep_unsent")


def size(form: dict[str, Any]) -> int:
    return sum(len(name) + sum(map(len, values)) for name, values in form["fields"])


def forms_kept(request: HttpRequest) -> list[dict[str, Any]]:
    """The forms that wait in this session and are not too old."""
    forms = request.session.get(KEY) or []
    return [form for form in forms if form["at"] + SECONDS > time.time()]


def forms_waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """The reader's own unsent forms. Whoever else has signed in deletes them by that."""
    if not request.session.get(KEY):
        return []
    reader = request.user.pk if is_signed_in(request) else NOBODY
    own = [form for form in forms_kept(request) if form["writer"] == reader]
    if reader != NOBODY:
        store_forms(request, own)
    here = ("", getattr(request, "refused_at", ""))
    return [form for form in own if form.get("only_at", "") in here]


def forget_arrived(request: HttpRequest) -> None:
    """What was sent to this address has reached its view, and need not be kept."""
    if request.session.get(KEY):
        store_forms(
            request, [form for form in forms_kept(request) if form["action"] != request.path]
        )


def store_forms(request: HttpRequest, forms: list[dict[str, Any]]) -> None:
    if not forms:
        del request.session[KEY]
    elif forms != request.session[KEY]:
        request.session[KEY] = forms
