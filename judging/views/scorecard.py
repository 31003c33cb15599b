"""One project and its scorecard: read, mark, hand in, or say why not."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from judging import desk, policy, scorecards
from judging.forms import ReasonForm, ScorecardForm
from judging.rubric import rubric_of
from judging.services import scoring
from judging.services.refusals import on_record, refused
from teams.checklist import questions_for
from teams.downloads import download, listed
from teams.selectors import told_answers, version_file_or_404


def card_or_404(request: HttpRequest, event, submission_id: int):
    """The reader's own scorecard. Who sits on the jury and sends marks for a project that is
    not theirs to score gets the same 404 as everybody; that they tried is kept."""
    judge = desk.judge_or_404(event, request.user)
    try:
        version = desk.version_or_404(judge, submission_id)
    except Http404:
        if request.method == "POST" and desk.is_entered(event, submission_id):
            reason = _("This project is not among those that this judge scores.")
            what = {"verb": "scorecard.save", "submission": submission_id}
            refused(actor=request.user, event=event, reason=reason, **what)
        raise
    return scorecards.scorecard_of(judge, version)


def is_open_for(user, card) -> bool:
    """Whether marks are taken here, as far as the page can tell."""
    is_fixed = card.set_aside_at or card.abstained_at
    is_fixed = is_fixed or (card.handed_in_at and not scorecards.stays_open(card.judge))
    return not is_fixed and policy.SAVE_SCORECARD.allows(user, card)


@login_required
@require_http_methods(["GET", "POST"])
def scorecard(request: HttpRequest, event_slug: str, submission_id: int) -> HttpResponse:
    """Read the project, mark each criterion, hand in. Someone else's scorecard is nowhere."""
    event = event_or_404(event_slug, request.user)
    card = card_or_404(request, event, submission_id)
    is_open = is_open_for(request.user, card)
    rubric = rubric_of(card.version.submission.team.challenge)
    form = ScorecardForm(request.POST or None, scorecard=card, rubric=rubric, is_open=is_open)
    reason = ReasonForm(request.POST if request.POST.get("do") == "abstain" else None)
    if request.method == "POST":
        answer = DOINGS.get(request.POST.get("do", ""), mark)(request, card, form, reason)
        if answer:
            return answer
    context = {
        "version": card.version,
        "card": card,
        "form": form,
        "reason": reason,
        "earlier": scorecards.earlier_of(card),
        "total": scorecards.total_of(scorecards.marks_of(card), rubric),
        "may_score": is_open,
        "may_take_up": policy.TAKE_UP.allows(request.user, card),
        "may_declare": policy.DECLARE_CONFLICT.allows(request.user, card.judge),
        "answers": told_answers(card.version, questions_for(card.version.submission.team)),
        "files": listed(card.version.files, "judging:file", event.slug, submission_id),
    }
    status = 422 if form.errors or reason.errors else 200
    return event_page(request, event, "judging/scorecard.html", context, status=status)


Doing = Callable[[HttpRequest, object, ScorecardForm, ReasonForm], HttpResponse | None]


def mark(request: HttpRequest, card, form, reason) -> HttpResponse | None:
    """Save the marks, and hand in if asked; None if the form has something to say first."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    try:
        with recorded(request, card, "scorecard.save"):
            saved = scoring.save_scorecard(
                actor=request.user, judge=card.judge, version=card.version, marks=form.marks,
                revision=given["revision"], remarks=given["remarks"], note=given["note"],
            )  # fmt: skip
        if request.POST.get("do") != "hand_in":
            messages.success(request, _("Saved. You can go on later."))
            return redirect(request.path)
        if form.ask_for_missing():
            form.data = form.data.copy()
            form.data["revision"] = saved.revision
            return None
        with recorded(request, card, "scorecard.hand_in"):
            scoring.hand_in_scorecard(actor=request.user, scorecard=saved, revision=saved.revision)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    messages.success(request, _("The scorecard is handed in. Thank you."))
    return redirect("judging:desk", card.event.slug)


def abstain(request: HttpRequest, card, form, reason) -> HttpResponse | None:
    form.is_bound = False
    if not reason.is_valid():
        return None
    with_reason = {"version": card.version, "reason": reason.cleaned_data["reason"]}
    if not told(
        request, card, "scorecard.abstain", scoring.abstain, judge=card.judge, **with_reason
    ):
        return redirect(request.path)
    messages.success(request, _("Noted: you do not score this project."))
    return redirect("judging:desk", card.event.slug)


def take_up(request: HttpRequest, card, form, reason) -> HttpResponse:
    told(request, card, "scorecard.take_up", scoring.take_up, scorecard=card)
    return redirect(request.path)


def carry_on(request: HttpRequest, card, form, reason) -> HttpResponse:
    mine = {"judge": card.judge, "version": card.version}
    told(request, card, "scorecard.carry_on", scoring.carry_on, **mine)
    return redirect(request.path)


DOINGS: dict[str, Doing] = {"abstain": abstain, "take_up": take_up, "carry_on": carry_on}


def recorded(request: HttpRequest, card, verb: str):
    what = {"version": card.version.pk, "judge": card.judge.pk}
    return on_record(actor=request.user, event=card.event, verb=verb, **what)


def told(request: HttpRequest, card, verb: str, service: Callable, **what) -> bool:
    """Call the service; what it refuses is kept, and told on the next page."""
    try:
        with recorded(request, card, verb):
            service(actor=request.user, **what)
    except (ValidationError, PermissionDenied) as refusal:
        words = getattr(refusal, "messages", [_("This is not yours to do.")])
        messages.error(request, " ".join(words))
        return False
    return True


@login_required
@require_GET
def file(request: HttpRequest, event_slug: str, submission_id: int, file_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    version = desk.version_or_404(judge, submission_id)
    return download(version_file_or_404(version, file_id))
