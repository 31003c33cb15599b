"""Files of a team: whole with a form, or piece by piece by the tus protocol, version 1.0.0."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.files.bucket import StorageDown
from hackathon.files.incoming import PartBusy, is_full
from hackathon.files.inspection import in_words
from hackathon.files.inspection.formats import accept_attribute
from hackathon.kernel.errors import Busy, PhaseClosed
from hackathon.web.refusals import refusal_in_form, words_of
from hackathon.web.signed_in import SignedInRequest
from teams.submissions import policy
from teams.submissions.selectors.arriving import (
    coming_files,
    expires_at,
    offset_of,
    upload_or_404,
)
from teams.submissions.selectors.submissions import file_or_404
from teams.submissions.services import files
from teams.submissions.services import uploads as upload_services
from teams.submissions.views.downloads import download, list_files
from teams.team.selectors.team import team_or_404
from teams.team.views.doing import do_and_tell

if TYPE_CHECKING:
    from teams.team.models.team import Team


TUS = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PIECE_TYPE = "application/offset+octet-stream"


def tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The protocol's headers on every answer, and each refusal as its status and a sentence."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except upload_services.WrongOffset:
            response = answer_with(
                409, _("This piece does not follow what is here. Ask for the offset.")
            )
        except (PartBusy, Busy):
            response = answer_with(
                423, _("This file is being written right now. Try again in a moment.")
            )
        except ValidationError as refusal:
            response = answer_with(status_of(refusal), words_of(refusal))
        except StorageDown as down:
            response = answer_with(503, str(down))
        except OSError as error:
            if not is_full(error):
                raise
            response = answer_with(507, files.no_room())
        response["Tus-Resumable"] = TUS
        return response

    return answer


def answer_with(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def status_of(refusal: ValidationError) -> int:
    if isinstance(refusal, files.TooLarge | upload_services.TooMuch):
        return 413
    if isinstance(refusal, upload_services.Ended):
        return 410
    return 403 if isinstance(refusal, PhaseClosed) else 422


def speaks_tus(request: HttpRequest) -> bool:
    return request.headers.get("Tus-Resumable") == TUS


def other_version() -> HttpResponse:
    response = answer_with(412, "Tus-Resumable: 1.0.0")
    response["Tus-Version"] = TUS
    return response


@login_required
@require_http_methods(["OPTIONS", "POST"])
@tus
def uploads(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Begin an upload, or ask what this server can do."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"], response["Tus-Extension"] = TUS, EXTENSIONS
        response["Tus-Max-Size"] = event.max_file_mb * files.MB
        return response
    if not speaks_tus(request):
        return other_version()
    size, name = number_in(request, "Upload-Length"), name_in(request)
    if size is None:
        return answer_with(400, "Upload-Length")
    upload = upload_services.begin_upload(actor=request.user, team=team, name=name, size=size)
    response = HttpResponse(status=201)
    response["Location"] = reverse("teams:upload", args=[event.slug, upload.key])
    response["Upload-Expires"] = http_date(expires_at(upload).timestamp())
    return response


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@tus
def upload(request: SignedInRequest, event_slug: str, key: str) -> HttpResponse:
    """How much has arrived; the next piece; or none of it after all."""
    event = event_or_404(event_slug, request.user)
    coming = upload_or_404(event, request.user, key)
    if not speaks_tus(request):
        return other_version()
    if request.method == "DELETE":
        upload_services.end_upload(actor=request.user, upload=coming)
        return HttpResponse(status=204)
    response = HttpResponse(status=204)
    if request.method == "HEAD":
        if coming.refusal:
            return HttpResponse(status=410)
        offset = offset_of(coming)
        response = HttpResponse(status=200, headers={"Upload-Length": coming.size})
    else:
        begins = number_in(request, "Upload-Offset")
        length = number_in(request, "Content-Length")
        if request.content_type != PIECE_TYPE or begins is None or length is None:
            return answer_with(415 if request.content_type != PIECE_TYPE else 400, PIECE_TYPE)
        offset = upload_services.receive(
            actor=request.user, upload=coming, offset=begins, body=request, length=length
        )
    response["Upload-Offset"] = offset
    response["Upload-Expires"] = http_date(expires_at(coming).timestamp())
    response["Cache-Control"] = "no-store"
    return response


def number_in(request: HttpRequest, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def name_in(request: HttpRequest) -> str:
    """The name from ``Upload-Metadata``: pairs of a key and a value in base64."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except ValueError:  # not base64, or no text in it
                return ""
    return ""


@login_required
@require_POST
def end_upload(request: SignedInRequest, event_slug: str, key: str) -> HttpResponse:
    """The button that gives an upload up."""
    event = event_or_404(event_slug, request.user)
    coming = upload_or_404(event, request.user, key)
    team = coming.team
    try:
        do_and_tell(request, _("The upload is removed."), upload_services.end_upload, upload=coming)
    except PartBusy:
        messages.error(request, _("This file is being written right now. Pause it first."))
    return redirect("teams:submission", event.slug, team.pk)


@login_required
@require_safe
def team_files(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """The list of files as it stands, for a page that has just uploaded some."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    context = {"event": event, "team": team, **files_context(request, team)}
    return render(request, "teams/submissions/file_list.html", context)


def stored_files(request: HttpRequest, team: "Team", form: Any) -> list[dict[str, Any]]:
    """Files that came whole with a form, safely stored; it says which were refused, and why."""
    arrived = []
    for sent in request.FILES.getlist("file")[: files.MOST_FILES]:
        with refusal_in_form(form, about=files.shown_name(sent.name or "")):
            arrived.append(files.stored_from_form(sent, team))
    return arrived


def files_context(request: HttpRequest, team: "Team") -> dict[str, Any]:
    """What ``teams/files.html`` needs beside the event and the team."""
    event = team.event
    return {
        "files": list_files(team.attachments.in_draft(), "teams:file", event.slug, team.pk),
        "coming": coming_files(team),
        "takes_files": bool(event.file_kinds) and policy.ADD_FILE.allows(request.user, team),
        "taken": in_words(event.file_kinds),
        "accepted": accept_attribute(event.file_kinds),
        "most_files": files.MOST_FILES,
    }


@login_required
@require_safe
def file(request: SignedInRequest, event_slug: str, team_id: int, file_id: int) -> HttpResponseBase:
    """A file of one's own team: of the draft or of any version."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    return download(file_or_404(team, file_id))


@login_required
@require_POST
def remove_file(
    request: SignedInRequest, event_slug: str, team_id: int, file_id: int
) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    attachment = file_or_404(team, file_id)
    do_and_tell(request, _("The file is removed."), files.remove_file, attachment=attachment)
    return redirect("teams:submission", event.slug, team.pk)
