from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from hackathon.storage import StoredFile, store
from teams import policy, selectors
from teams.downloads import download
from teams.forms import SubmissionForm
from teams.services import submissions

FIELDS = selectors.CONTENT


@login_required
@require_http_methods(["GET", "POST"])
def submission(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Write, save, preview or submit the team's project; whatever is refused, the text stays."""
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    draft = selectors.submission_of(team)
    if request.method == "POST":
        form = bound(request, draft, is_final=request.POST.get("do") == "submit")
        if policy.SAVE_SUBMISSION.allows(request.user, team):
            done = carry_out(request, team, draft, form)
        else:
            form.add_error(None, _("The deadline has passed: nothing can be changed any more."))
            done = None
        if done:
            return done
    else:
        form = SubmissionForm(initial=selectors.content_of(draft), has_file=has_file(draft))
    return show(request, event, team, draft, form)


def bound(request: HttpRequest, draft, *, is_final: bool) -> SubmissionForm:
    return SubmissionForm(request.POST, request.FILES, has_file=has_file(draft), is_final=is_final)


def has_file(draft) -> bool:
    return bool(draft and draft.attachment_id)


def show(request: HttpRequest, event, team, draft, form: SubmissionForm) -> HttpResponse:
    context = {
        "team": team,
        "draft": draft,
        "versions": selectors.versions_of(draft),
        "form": form,
        "is_open": policy.SAVE_SUBMISSION.allows(request.user, team),
        "may_withdraw": bool(draft) and policy.WITHDRAW.allows(request.user, draft),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "teams/submission.html", context, status=status)


def carry_out(request: HttpRequest, team, draft, form: SubmissionForm) -> HttpResponse | None:
    """Submit or save, and say where to go next; None if the form has something to say first."""
    if not form.is_valid() and "revision" in form.errors:
        return None
    wanted = wanted_content(form, draft)
    wanted["file"] = stored(form)
    wanted |= {"actor": request.user, "team": team, "revision": form.cleaned_data["revision"]}
    try:
        if form.is_valid() and form.is_final:
            version = submissions.submit(**wanted)
            messages.success(request, _("Version %(n)d is submitted.") % {"n": version.number})
            return redirect(version)
        saved = submissions.save_submission(**wanted)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    if not form.is_valid():
        keep_for_next(form, saved)
        return None
    if request.POST.get("do") == "preview":
        return redirect("teams:preview", team.event.slug, team.pk)
    messages.success(request, _("The draft is saved. It is not submitted yet."))
    return redirect("teams:submission", team.event.slug, team.pk)


def wanted_content(form: SubmissionForm, draft) -> dict[str, Any]:
    """What is fit to be kept: a field with a mistake keeps its earlier value."""
    before = selectors.content_of(draft)
    content = {name: form.cleaned_data.get(name, before.get(name, "")) for name in FIELDS}
    return {"content": content, "remove_file": form.cleaned_data.get("remove_file", False)}


def stored(form: SubmissionForm) -> StoredFile | None:
    upload = form.cleaned_data.get("file")
    if not upload:
        return None
    try:
        return store(upload)
    except OSError:
        form.add_error("file", _("The file could not be stored; your text is saved. Try again."))
        return None


def keep_for_next(form: SubmissionForm, saved) -> None:
    """The form is shown again over the draft that has just been saved."""
    form.data = form.data.copy()
    form.data["revision"] = saved.revision


@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    """The draft as the jury will see it, with the button that submits it."""
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    draft = selectors.draft_or_404(team)
    form = SubmissionForm(selectors.content_of(draft), has_file=False, is_final=True)
    refusals = [message for errors in form.errors.values() for message in errors]
    if request.method == "POST" and form.is_valid():
        try:
            version = submissions.submit_draft(
                actor=request.user, team=team, revision=revision_of(request)
            )
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            messages.success(request, _("Version %(n)d is submitted.") % {"n": version.number})
            return redirect(version)
    context = {
        "team": team,
        "draft": draft,
        "is_complete": form.is_valid(),
        "refusals": refusals if request.method == "POST" else [],
        "is_open": policy.SUBMIT.allows(request.user, team),
        "next_number": len(selectors.versions_of(draft)) + 1,
        "file_url": reverse("teams:draft_file", args=[event.slug, team.pk]),
    }
    return event_page(request, event, "teams/preview.html", context)


def revision_of(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


@login_required
@require_GET
def receipt(request: HttpRequest, event_slug: str, team_id: int, number: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    version = selectors.version_or_404(team, number)
    context = {
        "team": team,
        "version": version,
        "is_open": policy.SUBMIT.allows(request.user, team),
        "file_url": reverse("teams:version_file", args=[event.slug, team.pk, number]),
    }
    return event_page(request, event, "teams/receipt.html", context)


@login_required
@require_GET
def draft_file(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    return download(selectors.draft_or_404(team).attachment)


@login_required
@require_GET
def version_file(request: HttpRequest, event_slug: str, team_id: int, number: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    return download(selectors.version_or_404(team, number).attachment)


@login_required
@require_POST
def withdraw(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    try:
        submissions.withdraw(actor=request.user, submission=selectors.draft_or_404(team))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Withdrawn. The jury will not see your project."))
    return redirect("teams:submission", event.slug, team.pk)
