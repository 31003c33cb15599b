"""A scorecard as its judge's devices send and fetch it: one field at a time, as JSON."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.kernel.revisions import Clash
from hackathon.web.refusals import words_of
from hackathon.web.signed_in import SignedInRequest
from judging.rules.selectors.rubric import rubric_of
from judging.scorecards.selectors import worklist
from judging.scorecards.views import saving
from judging.scorecards.views.saving import Sent
from judging.scorecards.views.scorecard import is_open_for, task_or_404


class SomebodyElse(Exception):
    """The page is another judge's, who was signed in here before."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: SignedInRequest, event_slug: str, submission_id: int) -> HttpResponse:
    """How the scorecard stands; with POST one step further. Nothing unseen is overwritten.

    409 names the fields that changed on another device, 422 says what was refused, 403 that the
    marks are not those of who is signed in.
    """
    event = event_or_404(event_slug, request.user)
    task = task_or_404(request, event, submission_id)
    card: Any = None
    more: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            card, more = take_step(request, task)
        except SomebodyElse:
            return JsonResponse({"person": request.user.pk}, status=403)
        except Clash as clash:
            status, more = 409, {"clashes": clash.fields, "said": words_of(clash)}
        except (ValidationError, PermissionDenied) as refusal:
            status, more = 422, {"said": words_of(refusal, _("This is not yours to do."))}
    state = state_of_saved(card) if card else state_now(request, task)
    state |= {"person": request.user.pk, "token": get_token(request), **more}
    return JsonResponse(state, status=status)


def state_of_saved(saved: Any) -> dict[str, Any]:
    """How a scorecard stands that was saved just now, with what the service brought along."""
    return worklist.state_of(saved, saved.rubric) | {"open": True}


def state_now(request: SignedInRequest, task: Any) -> dict[str, Any]:
    card = worklist.scorecard_of(task.judge, task.version)
    rubric = rubric_of(card.version.submission.team.challenge)
    return worklist.state_of(card, rubric) | {"open": is_open_for(request.user, card)}


def take_step(request: SignedInRequest, task: Any) -> tuple[Any, dict[str, Any]]:
    """Save what was sent, and how it stands; or hand in, and where to go on."""
    sent = body_of(request)
    if sent.get("person", request.user.pk) != request.user.pk:
        raise SomebodyElse
    fields: Any = sent.get("fields")
    given = Sent(
        fields,
        sent.get("version"),
        sent.get("revision"),
        str(sent.get("device", "")),
        sent.get("rules"),
    )
    if sent.get("do") != "hand_in":
        return saving.save(request, task, given), {}
    saving.hand_in(request, task, given)
    messages.success(request, _("The scorecard is handed in. Thank you."))
    return None, {"url": reverse("judging:desk", args=[task.event.slug])}


def body_of(request: SignedInRequest) -> dict[str, Any]:
    """What a device sent; what is no such thing is refused by ``saving``, and on record."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        sent = None
    return sent if isinstance(sent, dict) else {}


@login_required
@require_safe
def worker(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """The script that opens the jury's pages without a network; its address is its scope."""
    event_or_404(event_slug, request.user)
    with staticfiles_storage.open("js/judging/scorecards/judging-worker.js") as script:
        return HttpResponse(script.read(), content_type="text/javascript")
