"""One project and its scorecard."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from judging import desk, policy
from judging.forms import ScorecardForm
from judging.rubric import rubric_of
from judging.services import scoring
from teams.checklist import questions_for
from teams.downloads import download, listed
from teams.selectors import told_answers, version_file_or_404


@login_required
@require_http_methods(["GET", "POST"])
def scorecard(request: HttpRequest, event_slug: str, submission_id: int) -> HttpResponse:
    """Read the project, mark each criterion, hand in. Someone else's scorecard is nowhere."""
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    version = desk.version_or_404(judge, submission_id)
    card = desk.scorecard_of(judge, version)
    form = ScorecardForm(
        request.POST or None, scorecard=card, rubric=rubric_of(version.submission.team.challenge)
    )
    if form.is_bound and form.is_valid():
        done = mark(request, card, form)
        if done:
            return done
    if request.htmx:
        return render(request, "judging/save_state.html", {"form": form, "card": card})
    context = {
        "version": version,
        "card": card,
        "form": form,
        "may_score": policy.SAVE_SCORECARD.allows(request.user, card) and not card.handed_in_at,
        "may_declare": policy.DECLARE_CONFLICT.allows(request.user, judge),
        "answers": told_answers(version, questions_for(version.submission.team)),
        "files": listed(version.files, "judging:file", event.slug, submission_id),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "judging/scorecard.html", context, status=status)


def mark(request: HttpRequest, card, form: ScorecardForm) -> HttpResponse | None:
    """Save the marks, and hand in if asked; None if the form has something to say first."""
    try:
        saved = scoring.save_scorecard(
            actor=request.user, judge=card.judge, version=card.version, marks=form.marks,
            revision=form.cleaned_data["revision"], remarks=form.cleaned_data["remarks"],
        )  # fmt: skip
        if request.htmx:
            return render(request, "judging/save_state.html", {"form": form, "card": saved})
        if request.POST.get("do") != "hand_in":
            messages.success(request, _("Saved. You can go on later."))
            return redirect(request.path)
        if form.ask_for_missing():
            form.data = form.data.copy()
            form.data["revision"] = saved.revision
            return None
        scoring.hand_in_scorecard(actor=request.user, scorecard=saved, revision=saved.revision)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    messages.success(request, _("The scorecard is handed in. Thank you."))
    return redirect("judging:desk", card.event.slug)


@login_required
@require_GET
def file(request: HttpRequest, event_slug: str, submission_id: int, file_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    version = desk.version_or_404(judge, submission_id)
    return download(version_file_or_404(version, file_id))
