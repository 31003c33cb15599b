"""What the server did not take from a judge: sent by their device, read by who leads the panel."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hackathon.events.selectors import event_or_404
from hackathon.web.refusals import words_of
from hackathon.web.signed_in import SignedInRequest
from judging.jury.selectors import seat_of
from judging.scorecards.forms import RemarksForm
from judging.scorecards.selectors.worklist import version_numbered
from judging.scorecards.services.refusals import on_record
from judging.scorecards.views.saving import UNREADABLE
from judging.scorecards.views.scorecard import task_or_404
from judging.unsaved import selectors
from judging.unsaved.services import send_unsaved, settle_unsaved
from teams.team.views.doing import do_and_tell


@login_required
@require_POST
def send(request: SignedInRequest, event_slug: str, submission_id: int) -> HttpResponse:
    """Takes what a device has left over of one scorecard; 422 says what was refused, 403 that it
    is another judge's."""
    event = event_or_404(event_slug, request.user)
    task = task_or_404(request, event, submission_id)
    sent = body_of(request)
    if sent.get("person") != request.user.pk:
        return JsonResponse({"person": request.user.pk}, status=403)
    more = {"person": request.user.pk, "token": get_token(request)}
    what = {"judge": task.judge.pk, "submission": submission_id}
    try:
        with on_record(actor=request.user, event=event, verb="unsaved_marks.send", **what):
            row = send_unsaved(actor=request.user, judge=task.judge, **content_of(sent, task))
    except (ValidationError, PermissionDenied) as refusal:
        words = words_of(refusal, _("This is not yours to do."))
        return JsonResponse({"said": words, **more}, status=422)
    words = told_to(row)
    messages.success(request, words)
    return JsonResponse({"said": words, **more})


def body_of(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        sent = None
    return sent if isinstance(sent, dict) else {}


def content_of(sent: dict[str, Any], task: Any) -> dict[str, Any]:
    """What was given, in the words of the service. The private note stays on the device."""
    fields = sent.get("fields")
    if not isinstance(fields, dict):
        raise ValidationError(UNREADABLE)
    version = version_numbered(task, sent.get("version"))
    if version is None:
        raise ValidationError(UNREADABLE)
    form = RemarksForm({"remarks": fields.get("remarks", "")})
    if not form.is_valid():
        raise ValidationError(form.errors["remarks"].as_data())
    return {
        "version": version,
        "marks": {name: fields[name] for name in fields if name not in ("remarks", "note")},
        "remarks": form.cleaned_data["remarks"],
        "was_to_be_handed_in": sent.get("hand_in") is True,
    }


def told_to(row: Any) -> str:
    project = {"project": row.version.title}
    readers = selectors.readers_of(row)
    if readers.are_organisers:
        words = _("%(project)s: sent to the organisers. It does not count by itself.")
        return words % project
    words = _("%(project)s: sent to %(names)s. It does not count by itself.")
    return words % {**project, "names": selectors.names_of(readers)}


@login_required
@require_POST
def settle_marks(request: SignedInRequest, event_slug: str, unsaved_id: int) -> HttpResponse:
    """Its reader says what became of it."""
    event = event_or_404(event_slug, request.user)
    row = selectors.unsaved_or_404(event, request.user, unsaved_id)
    answer = request.POST.get("answer", "")
    do_and_tell(request, _("Noted."), settle_unsaved, unsaved=row, answer=answer)
    is_judge = seat_of(event, request.user) is not None
    return redirect("judging:desk" if is_judge else "judging:progress", event.slug)
