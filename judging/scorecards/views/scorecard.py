"""One project and its scorecard: read, mark, hand in, or say why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_message
from hackathon.web.signed_in import SignedInRequest
from judging.conflicts.policy import DECLARE_CONFLICT
from judging.jury.selectors import judge_or_404, seat_of
from judging.progress.selectors.falling_back import writes_again
from judging.rules.selectors.rubric import rubric_of
from judging.rules.selectors.sheets import sheet_number
from judging.scorecards import policy
from judging.scorecards.forms import ReasonForm, ScorecardForm
from judging.scorecards.selectors import worklist
from judging.scorecards.selectors.worklist import is_entered, version_or_404
from judging.scorecards.services import scoring
from judging.scorecards.services.refusals import record_refusal
from judging.scorecards.views import saving
from judging.unsaved.selectors import reader_words, sent_by
from teams.submissions.selectors.checklist import questions_for
from teams.submissions.selectors.submissions import told_answers, version_file_or_404
from teams.submissions.views.downloads import download, list_files

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event
    from hackathon.kernel.models.user import User
    from judging.scorecards.models import Scorecard


WITH_ITS_TEAM = gettext_lazy(
    "The team of this project can submit again, so you cannot open it now. What you have marked is "
    "kept; the project is here again when its time is over."
)


def task_or_404(request: SignedInRequest, event: "Event", submission_id: int) -> "Scorecard":
    """The reader's own scorecard, as it is called for: what is written in it is not read yet.

    Who sits on the jury and sends marks for a project that is not theirs to score gets the same
    404 as everybody; that they tried is kept."""
    judge = judge_or_404(event, request.user)
    try:
        version = version_or_404(judge, submission_id)
    except Http404:
        if request.method == "POST" and is_entered(event, submission_id):
            reason = _("This project is not among those that this judge scores.")
            what: dict[str, Any] = {"verb": "scorecard.save", "submission": submission_id}
            record_refusal(actor=request.user, event=event, reason=reason, **what)
        raise
    return worklist.called_for(judge, version)


def is_open_for(user: "User", card: Any) -> bool:
    """Whether marks are taken here, as far as the page can tell."""
    is_in = card.handed_in_at and not worklist.stays_open(card.judge)
    was_left_behind = card.moved_from_id is not None  # its project is to be marked anew
    is_fixed = card.abstained_at or (not was_left_behind and (card.set_aside_at or is_in))
    return not is_fixed and policy.SAVE_SCORECARD.allows(user, card)


@dataclass(frozen=True)
class Refused:
    """Why the page is shown again: in sentences, or because marks are missing."""

    sentences: Sequence[str] = ()
    revision: int | None = None  # what was saved all the same; the rest is still to be given
    reason: ReasonForm | None = None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request: SignedInRequest, event_slug: str, submission_id: int) -> HttpResponse:
    """Read the project, mark each criterion, hand in. Someone else's scorecard is nowhere."""
    event = event_or_404(event_slug, request.user)
    try:
        task = task_or_404(request, event, submission_id)
    except Http404:
        judge = seat_of(event, request.user)
        if request.method == "POST" or not (judge and writes_again(judge, submission_id)):
            raise
        messages.info(request, WITH_ITS_TEAM)
        return redirect("judging:desk", event.slug)
    if request.method != "POST":
        return page(request, task)
    answer = DOINGS.get(request.POST.get("do", ""), mark)(request, task)
    return page(request, task, answer) if isinstance(answer, Refused) else answer


def page(request: SignedInRequest, task: Any, refusal: Refused | None = None) -> HttpResponse:
    event = task.event
    card = worklist.scorecard_of(task.judge, task.version)
    submission_id = card.version.submission_id
    is_open = is_open_for(request.user, card)
    rubric = rubric_of(card.version.submission.team.challenge)
    form = form_of(request, card, rubric, is_open, refusal)
    marks = worklist.marks_of(card)
    context = {
        "version": card.version,
        "rules": sheet_number(event),
        "card": card,
        "form": form,
        "reason": (refusal and refusal.reason) or ReasonForm(),
        "readers": reader_words(card.judge, [card.version]),
        "sent": sent_by(card.judge, [card.version]),
        "earlier": worklist.earlier_of(card),
        "total": worklist.total_of(marks, rubric),
        "is_so_far": marks and any(criterion.pk not in marks for criterion in rubric),
        "may_score": is_open,
        "is_final": is_open and not card.handed_in_at and not worklist.stays_open(card.judge),
        "may_take_up": policy.TAKE_UP.allows(request.user, card),
        "may_declare": DECLARE_CONFLICT.allows(request.user, card.judge),
        "answers": told_answers(card.version, questions_for(card.version.submission.team)),
        "files": list_files(card.version.files, "judging:file", event.slug, submission_id),
    }
    return event_page(
        request, event, "judging/scorecards/scorecard.html", context, status=422 if refusal else 200
    )


def form_of(
    request: HttpRequest, card: Any, rubric: Any, is_open: bool, refusal: Refused | None
) -> ScorecardForm:
    """The form as it stands; or as it was typed, with what there is to say about it."""
    typed: Any = request.POST.copy() if refusal and refusal.reason is None else None
    if refusal and typed is not None and refusal.revision is not None:
        typed["revision"] = refusal.revision
    form = ScorecardForm(typed, scorecard=card, rubric=rubric, is_open=is_open)
    if refusal and typed is not None and form.is_valid():
        if refusal.revision is not None:
            form.ask_for_missing()
        form.add_error(None, list(refusal.sentences))
    return form


Doing = Callable[[SignedInRequest, Any], HttpResponse | Refused]


def mark(request: SignedInRequest, task: Any) -> HttpResponse | Refused:
    """Save the marks, and hand in if asked."""
    sent = saving.from_form(request.POST, task)
    try:
        saved = saving.save(request, task, sent)
        if request.POST.get("do") != "hand_in":
            messages.success(request, _("Saved. You can go on later."))
            return redirect(request.path)
        if worklist.is_missing_marks(saved):
            return Refused(revision=saved.revision)
        saving.hand_in(request, task, replace(sent, revision=saved.revision))
    except ValidationError as refusal:
        return Refused(refusal.messages)
    except PermissionDenied:
        return Refused([_("This is not yours to do.")])
    messages.success(request, _("The scorecard is handed in. Thank you."))
    return redirect("judging:desk", task.event.slug)


def abstain(request: SignedInRequest, task: Any) -> HttpResponse | Refused:
    reason = ReasonForm(request.POST)
    if not reason.is_valid():
        return Refused(reason=reason)
    with_reason = {"version": task.version, "reason": reason.cleaned_data["reason"]}
    if not do_and_tell(
        request, task, "scorecard.abstain", scoring.abstain, judge=task.judge, **with_reason
    ):
        return redirect(request.path)
    messages.success(request, _("Noted: you do not score this project."))
    return redirect("judging:desk", task.event.slug)


def take_up(request: SignedInRequest, task: Any) -> HttpResponse:
    card = worklist.scorecard_of(task.judge, task.version)
    do_and_tell(request, task, "scorecard.take_up", scoring.take_up, scorecard=card)
    return redirect(request.path)


def carry_on(request: SignedInRequest, task: Any) -> HttpResponse:
    mine = {"judge": task.judge, "version": task.version}
    do_and_tell(request, task, "scorecard.carry_on", scoring.carry_on, **mine)
    return redirect(request.path)


DOINGS: dict[str, Doing] = {"abstain": abstain, "take_up": take_up, "carry_on": carry_on}


def do_and_tell(
    request: SignedInRequest, task: Any, verb: str, service: Callable, **what: Any
) -> bool:
    """Call the service; what it refuses is kept, and told on the next page."""
    denied = _("This is not yours to do.")
    with (
        refusal_in_message(request, denied=denied) as act,
        saving.recording_refusals(request, task, verb),
    ):
        service(actor=request.user, **what)
    return act.is_done


@login_required
@require_safe
def file(
    request: SignedInRequest, event_slug: str, submission_id: int, file_id: int
) -> HttpResponseBase:
    event = event_or_404(event_slug, request.user)
    judge = judge_or_404(event, request.user)
    version = version_or_404(judge, submission_id)
    return download(version_file_or_404(version, file_id))
