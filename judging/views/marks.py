"""A scorecard as its judge's devices send and fetch it: one field at a time, as JSON."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hackathon.revisions import Clash
from hackathon.selectors import event_or_404
from hackathon.texts import harmless
from judging import scorecards
from judging.forms import TextsForm
from judging.rubric import name_of, rubric_of
from judging.services import scoring
from judging.views.scorecard import card_or_404, is_open_for, recorded

TEXTS = ("remarks", "note")


class SomebodyElse(Exception):
    """The page is another judge's, who was signed in here before."""


@login_required
@require_http_methods(["GET", "POST"])
def marks(request: HttpRequest, event_slug: str, submission_id: int) -> HttpResponse:
    """How the scorecard stands; with POST one step further. Nothing unseen is overwritten.

    409 names the fields that changed on another device, 422 says what was refused, 403 that the
    marks are not those of who is signed in.
    """
    event = event_or_404(event_slug, request.user)
    card = card_or_404(request, event, submission_id)
    rubric = rubric_of(card.version.submission.team.challenge)
    more: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            more = step(request, card, rubric)
        except SomebodyElse:
            return JsonResponse({"person": request.user.pk}, status=403)
        except Clash as clash:
            status, more = 409, {"clashes": clash.fields, "said": " ".join(clash.messages)}
        except (ValidationError, PermissionDenied) as refusal:
            words = getattr(refusal, "messages", [_("This is not yours to do.")])
            status, more = 422, {"said": " ".join(words)}
        card = scorecards.scorecard_of(card.judge, card.version)
    state = scorecards.state_of(card, rubric)
    state |= {"open": is_open_for(request.user, card), "token": get_token(request), **more}
    state["person"] = request.user.pk
    return JsonResponse(state, status=status)


def step(request: HttpRequest, card, rubric) -> dict[str, Any]:
    """Save what was sent, or hand in; whatever is refused is on record."""
    sent = body_of(request)
    if sent.get("person", request.user.pk) != request.user.pk:
        raise SomebodyElse
    is_last = sent.get("do") == "hand_in"
    with recorded(request, card, "scorecard.hand_in" if is_last else "scorecard.save"):
        if sent.get("version") != card.version.number:
            raise ValidationError(_("The team has entered a newer version. Look at it first."))
        if is_last:
            return hand_in(request, card, sent["revision"])
        save(request, card, rubric, sent)
    return {}


def body_of(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or type(sent.get("revision")) is not int:
        raise ValidationError(_("This page sent something that cannot be read. Open it anew."))
    return sent


def save(request: HttpRequest, card, rubric, sent: dict[str, Any]) -> None:
    fields = sent.get("fields")
    known = {name_of(criterion): criterion for criterion in rubric}
    if not isinstance(fields, dict) or not fields.keys() <= {*known, *TEXTS}:
        raise ValidationError(_("This criterion does not belong to this project's rubric."))
    form = TextsForm({name: fields.get(name, "") for name in TEXTS})
    if not form.is_valid():
        raise ValidationError([text for errors in form.errors.values() for text in errors])
    texts = {name: form.cleaned_data[name] for name in TEXTS if name in fields}
    scoring.save_scorecard(
        actor=request.user, judge=card.judge, version=card.version,
        marks={known[name]: fields[name] for name in fields if name in known},
        revision=sent["revision"], device=harmless(str(sent.get("device", ""))), **texts,
    )  # fmt: skip


def hand_in(request: HttpRequest, card, revision: int) -> dict[str, Any]:
    scoring.hand_in_scorecard(actor=request.user, scorecard=card, revision=revision)
    messages.success(request, _("The scorecard is handed in. Thank you."))
    return {"url": reverse("judging:desk", args=[card.event.slug])}


@login_required
@require_GET
def worker(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The script that opens the jury's pages without a network; its address is its scope."""
    event_or_404(event_slug, request.user)
    with staticfiles_storage.open("js/judging-worker.js") as script:
        return HttpResponse(script.read(), content_type="text/javascript")
