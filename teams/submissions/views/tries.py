"""A try to submit, as it comes from a browser: the same key and body for a retry."""

import hashlib
import json
from typing import TYPE_CHECKING, TypedDict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hackathon.kernel.texts import harmless
from hackathon.kernel.tokens import new_nonce
from hackathon.web.once import once_a_request
from hackathon.web.signed_in import SignedInRequest
from teams.submissions.services import attempts

if TYPE_CHECKING:
    from teams.submissions.models.submission import Version
    from teams.team.models.team import Team


# what a retry may say otherwise: its page may have heard of the version that the first try made
APART = {"csrfmiddlewaretoken", "promised"}


class Try(TypedDict):
    key: str
    body: str


def key_and_body(request: HttpRequest) -> Try:
    """The key and the fingerprint of what was sent, files included. Read once a request."""
    return once_a_request(request, "tried", lambda: read_try(request))


def read_try(request: HttpRequest) -> Try:
    key = harmless(request.POST.get("key", ""))[:64] or new_nonce()
    return {"key": key, "body": body_of(request)}


def promised_in(request: HttpRequest) -> int | None:
    """The version that the pressed button named; nothing if the page named none."""
    text = request.POST.get("promised", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def body_of(request: HttpRequest) -> str:
    digest = hashlib.sha256()
    for name in sorted(set(request.POST) - APART):
        digest.update(json.dumps([name, request.POST.getlist(name)]).encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            inner = hashlib.sha256()
            for chunk in upload.chunks():
                inner.update(chunk)
            upload.seek(0)
            digest.update(json.dumps([name, upload.name, inner.hexdigest()]).encode())
    return digest.hexdigest()


def show_version(request: HttpRequest, version: "Version") -> HttpResponse:
    messages.success(request, _("Version %(n)d is submitted.") % {"n": version.number})
    return redirect(version)


def answered_or_refused(
    request: SignedInRequest, team: "Team", why: ValidationError
) -> HttpResponse:
    """What the page itself refuses is on record like what the service refuses.

    A try that was taken, though its answer may have got lost, leads to its receipt instead.
    """
    version = attempts.answer_or_refuse(
        actor=request.user, team=team, why=why, **key_and_body(request)
    )
    return show_version(request, version)
