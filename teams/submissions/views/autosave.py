"""The page on which a team writes talks to the server: what was typed, and what others changed."""

import json
from collections.abc import Mapping
from itertools import chain
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hackathon.events.selectors import event_or_404
from hackathon.kernel.errors import Busy
from hackathon.web.refusals import words_of
from hackathon.web.signed_in import SignedInRequest
from teams.submissions import policy
from teams.submissions.forms import SubmissionForm
from teams.submissions.selectors import checklist, drafting
from teams.submissions.selectors.submissions import content_of, submission_of, told_answers
from teams.submissions.services import drafts
from teams.submissions.views.downloads import list_files
from teams.submissions.views.drafts import todo
from teams.submissions.views.standing import stand_of
from teams.team.selectors.team import team_or_404

if TYPE_CHECKING:
    from teams.team.models.team import Team


MOST_CHOICES = 100
SHOWN = ("html", "versions")  # of where the project stands: sent when it is another than the page's


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: SignedInRequest, event_slug: str, team_id: int) -> JsonResponse:
    """Keep the fields that were typed in; GET tells only what others changed."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    questions = checklist.questions_for(team)
    sent = read_sent(request) if request.method == "POST" else {"revision": [seen_in(request)]}
    form = SubmissionForm(MultiValueDict(sent or {}), questions=questions)
    form.is_valid()
    if "revision" in form.errors:
        said = _("This could not be read. Load the page again; your text is kept here.")
        return JsonResponse({"said": said}, status=400)
    seen = form.cleaned_data["revision"]
    told: dict[str, Any] = {"problems": problems(form, sent or {}), "clashes": []}
    about: dict[str, Any] = {"seen": seen, "reader": request.user}
    content = {name: value for name, value in form.content().items() if name in (sent or {})}
    try:
        if content:
            saved = drafts.save_draft(actor=request.user, team=team, content=content, revision=seen)
            about |= {"mine": saved.written, "mine_in": saved.submission.revision}
            about["state"] = drafting.state_before(saved)
            told["clashes"] = saved.clashes
    except Busy as refusal:
        return JsonResponse({"said": words_of(refusal)}, status=503)
    except ValidationError as refusal:
        told["said"] = words_of(refusal)
    return answer(request, team, form, told, about)


def answer(
    request: SignedInRequest, team: "Team", form: SubmissionForm, told: Any, about: Any
) -> JsonResponse:
    """409 if nothing was taken; what the page has to know is in it all the same."""
    draft = submission_of(team)
    about.setdefault("state", drafting.state_of(draft))
    told |= drafting.news(draft, form.questions, **about)
    missing = todo(draft, form)
    stand = stand_of(request, team, draft, is_complete=not missing)
    if request.GET.get("stand") == stand["mark"]:
        stand = {name: fact for name, fact in stand.items() if name not in SHOWN}
    told |= {
        "person": request.user.pk,
        "token": get_token(request),
        "is_open": policy.SAVE_SUBMISSION.allows(request.user, team),
        "missing": missing,
        "stand": stand,
    }
    return JsonResponse(told, status=409 if "said" in told else 200)


def seen_in(request: HttpRequest) -> str:
    return request.GET.get("revision", "")


def read_sent(request: HttpRequest) -> dict[str, list[str]] | None:
    """What the page sent, as a form reads it; None if no page of ours sends such a thing."""
    try:
        sent = json.loads(request.body)
        revision = sent["revision"]
        values = {name: v if isinstance(v, list) else [v] for name, v in sent["fields"].items()}
        for text in chain.from_iterable(values.values()):
            text.encode()  # a text, and one that can be written down
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, RawPostDataException):
        return None
    if any(len(value) > MOST_CHOICES for value in values.values()):
        return None
    return {**values, "revision": [revision if type(revision) is int else ""]}


def problems(form: SubmissionForm, sent: Mapping[str, Any]) -> dict[str, str]:
    """For each field that was sent and is not kept, why."""
    wrong = {name: " ".join(map(str, form.errors[name])) for name in sent if name in form.errors}
    known = {*form.names, "revision"}
    gone = dict.fromkeys(set(sent) - known, _("This is no longer asked."))
    return wrong | gone


@login_required
@require_POST
def look(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """What is typed, saved or not, as the jury would see it."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    draft = submission_of(team)
    questions = checklist.questions_for(team)
    form = SubmissionForm(request.POST, questions=questions)
    form.is_valid()
    fields = {**content_of(draft), **form.content()}
    answers = {str(question.pk): fields.get(question.key) for question in questions}
    content = SimpleNamespace(**{**fields, "answers": answers})
    context = {
        "content": content,
        "answers": told_answers(content, questions),
        "files": list_files(draft.files if draft else [], "teams:file", event.slug, team.pk),
    }
    return render(request, "teams/submissions/look.html", context)
