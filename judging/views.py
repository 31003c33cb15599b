from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from hackathon.serving import photo_or_404
from judging import desk, policy, selectors
from judging.forms import ConflictForm, ScorecardForm
from judging.rubric import rubric_of
from judging.rulesheet import sheet_of
from judging.services import jury as jury_services
from judging.services import scoring
from teams.checklist import questions_for
from teams.downloads import download, listed
from teams.selectors import told_answers, version_file_or_404


@require_GET
def jury(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"judges": desk.jury_of(event), "has_rules": bool(sheet_of(event))}
    return event_page(request, event, "judging/jury.html", context)


@require_GET
@cache_control(max_age=3600, private=True)
def photo(request: HttpRequest, event_slug: str, judge_id: int) -> HttpResponse:
    """A judge's photo, as this site made it from what was uploaded."""
    event = event_or_404(event_slug, request.user)
    return photo_or_404(desk.photo_or_404(event, judge_id))


@require_GET
def results(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    return event_page(
        request, event, "judging/results.html", {"winners": selectors.shown_winners(event.pk)}
    )


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, event_slug: str, token: str) -> HttpResponse:
    """A GET shows what is asked; only the button takes the seat."""
    event = event_or_404(event_slug, request.user)
    judge = desk.invitation_or_404(event, request.user, token)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            jury_services.accept_judging(actor=request.user, judge=judge)
        except (ValidationError, PermissionDenied) as refusal:
            refusals = getattr(refusal, "messages", [_("This is not yours to accept.")])
        else:
            messages.success(request, _("Welcome to the jury."))
            return redirect("judging:desk", event.slug)
    context = {"judge": judge, "refusals": refusals, "panel": desk.panel_of(judge)}
    return event_page(request, event, "judging/accept.html", context)


@login_required
@require_GET
def judges_desk(request: HttpRequest, event_slug: str) -> HttpResponse:
    """What this judge has to score, and how far they are."""
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    shelves = desk.entries_of(judge)
    entries = [entry for _challenge, shelf in shelves for entry in shelf]
    context = {
        "judge": judge,
        "shelves": shelves,
        "total": len(entries),
        "handed_in": sum(entry.is_handed_in for entry in entries),
        "teams": desk.teams_of_panel(judge),
        "conflicted": desk.conflicted_teams(judge),
        "may_declare": policy.DECLARE_CONFLICT.allows(request.user, judge),
    }
    return event_page(request, event, "judging/desk.html", context)


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
@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Say what standing aside means, then do it."""
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    team = desk.team_of_panel_or_404(judge, team_id)
    form = ConflictForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            jury_services.declare_conflict(
                actor=request.user, judge=judge, team=team, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Noted. You no longer see this team's project."))
            return redirect("judging:desk", event.slug)
    context = {
        "team": team,
        "form": form,
        "may_declare": policy.DECLARE_CONFLICT.allows(request.user, judge),
    }
    return event_page(request, event, "judging/conflict.html", context)


@login_required
@require_GET
def file(request: HttpRequest, event_slug: str, submission_id: int, file_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    version = desk.version_or_404(judge, submission_id)
    return download(version_file_or_404(version, file_id))
