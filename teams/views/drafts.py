"""A team writes its project."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hackathon.errors import PhaseClosed
from hackathon.operations import seen_at
from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from hackathon.storage import store
from hackathon.tokens import new_nonce
from teams import checklist, policy, selectors
from teams.downloads import download, listed
from teams.forms import SubmissionForm
from teams.services import drafts, files, submissions
from teams.views import tries
from teams.views.deadlines import told_times
from teams.views.doing import done


@login_required
@require_http_methods(["GET", "POST"])
def submission(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Write, save, preview or submit the team's project; whatever is refused, the text stays."""
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    draft = selectors.submission_of(team)
    questions = checklist.questions_for(team)
    if request.method == "POST":
        is_final = request.POST.get("do") == "submit"
        form = SubmissionForm(request.POST, request.FILES, questions=questions, is_final=is_final)
        if answer := carry_out(request, team, form):
            return answer
    else:
        said = {**selectors.content_of(draft), "key": new_nonce()}
        form = SubmissionForm(initial=said, questions=questions)
    return show(request, event, team, draft, form)


def show(request: HttpRequest, event, team, draft, form: SubmissionForm) -> HttpResponse:
    kept = draft.files if draft else []
    context = {
        "team": team,
        "draft": draft,
        "files": listed(kept, "teams:file", event.slug, team.pk),
        "versions": selectors.versions_of(draft),
        "form": form,
        "is_open": policy.SAVE_SUBMISSION.allows(request.user, team),
        **told_times(team, request.user),
        "may_withdraw": bool(draft) and policy.WITHDRAW.allows(request.user, draft),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "teams/submission.html", context, status=status)


def carry_out(request: HttpRequest, team, form: SubmissionForm) -> HttpResponse | None:
    """Submit or save, and say where to go next; None if the form has something to say first."""
    why = closed(team)
    if why is None:
        if (answer := write(request, team, form)) or form.is_on_record or not form.is_final:
            return answer
        why = ValidationError(list(told_errors(form)))
    elif not form.is_final:
        form.add_error(None, why.messages)
        return None
    try:
        return tries.answered_or_refused(request, team, why)
    except ValidationError as refusal:
        if refusal is not why or isinstance(why, PhaseClosed):
            form.add_error(None, refusal.messages)
        return None


def closed(team) -> PhaseClosed | None:
    """The refusal of whoever comes too late, with the database's instant; its reader is a member."""
    if policy.SAVE_SUBMISSION.open_now(team):
        return None
    refusal = PhaseClosed(_("The deadline has passed: nothing can be changed any more."))
    refusal.at = seen_at(team.event)
    return refusal


def told_errors(form: SubmissionForm):
    """What the form has to say, field by field."""
    for name, sentences in form.errors.items():
        yield from (f"{name.strip('_')}: {sentence}" for sentence in sentences)


def write(request: HttpRequest, team, form: SubmissionForm) -> HttpResponse | None:
    if not form.is_valid() and "revision" in form.errors:
        return None
    what = {"actor": request.user, "team": team}
    revision, content = form.cleaned_data["revision"], form.content()
    try:
        upload = stored(form)
        if form.is_valid() and form.is_final:
            version = hand_in(request, team, form, revision=revision, upload=upload)
            return tries.taken(request, version)
        if upload:
            files.add_file(**what, **upload)
        saved = drafts.save_draft(revision=revision, content=content, **what)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    if saved.clashes:
        form.add_error(None, _("A team-mate changed the same text. Compare both, then save again."))
    if not form.is_valid():
        keep_for_next(form, saved.submission)
        return None
    if request.POST.get("do") == "preview":
        return redirect("teams:preview", team.event.slug, team.pk)
    messages.success(request, _("The draft is saved. It is not submitted yet."))
    return redirect("teams:submission", team.event.slug, team.pk)


def hand_in(request: HttpRequest, team, form: SubmissionForm, **what):
    """The service keeps its own refusals on record."""
    form.is_on_record = True
    said = tries.said(request)
    return submissions.submit(actor=request.user, team=team, content=form.content(), **said, **what)


def stored(form: SubmissionForm) -> dict | None:
    """The uploaded file, safely on disk, as services take it."""
    upload = form.cleaned_data.get("file")
    if not upload:
        return None
    try:
        return {"file": store(upload)}
    except OSError:
        form.add_error("file", _("The file could not be stored; your text is saved. Try again."))
        return None


def keep_for_next(form: SubmissionForm, saved) -> None:
    """The form is shown again over the draft that has just been saved."""
    form.data = form.data.copy()
    form.data["revision"] = saved.revision


@login_required
@require_GET
def file(request: HttpRequest, event_slug: str, team_id: int, file_id: int) -> HttpResponse:
    """A file of one's own team: of the draft or of any version."""
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    return download(selectors.file_or_404(team, file_id))


@login_required
@require_POST
def remove_file(request: HttpRequest, event_slug: str, team_id: int, file_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    attachment = selectors.file_or_404(team, file_id)
    done(request, _("The file is removed."), files.remove_file, attachment=attachment)
    return redirect("teams:submission", event.slug, team.pk)
