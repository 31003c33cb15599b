"""From a draft to a version: preview, submit, receipt, withdraw."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.kernel.tokens import new_nonce
from hackathon.web.pages import event_page
from hackathon.web.signed_in import SignedInRequest
from teams.deadlines.views import told_times
from teams.submissions import differences, policy
from teams.submissions.selectors import checklist, proofs
from teams.submissions.selectors.submissions import (
    draft_or_404,
    texts_of,
    told_answers,
    version_before,
    version_or_404,
    versions_of,
)
from teams.submissions.services import submissions
from teams.submissions.views import tries
from teams.submissions.views.downloads import list_files
from teams.team.selectors.team import team_or_404
from teams.team.views.doing import do_and_tell


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """The draft as the jury will see it, with the button that submits it."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    draft = draft_or_404(team)
    refusals: list[str] = []
    if request.method == "POST":
        revision = revision_of(request)
        try:
            version = submissions.submit(
                actor=request.user,
                team=team,
                revision=revision,
                promised=tries.promised_in(request),
                **tries.key_and_body(request),
            )
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            return tries.show_version(request, version)
    questions = checklist.questions_for(team)
    context = {
        "team": team,
        "draft": draft,
        "key": new_nonce(),
        "answers": told_answers(draft, questions),
        "files": list_files(draft.files, "teams:file", event.slug, team.pk),
        "missing": checklist.missing_in(draft, questions),
        "refusals": refusals,
        "is_open": policy.SUBMIT.allows(request.user, team),
        "next_number": len(versions_of(draft)) + 1,
        **told_times(team, request.user),
    }
    return event_page(request, event, "teams/submissions/preview.html", context)


def revision_of(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


@login_required
@require_safe
def receipt(request: SignedInRequest, event_slug: str, team_id: int, number: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    version = version_or_404(team, number)
    context = {
        "team": team,
        "version": version,
        "proof": proofs.text_of(version),
        "public_key": proofs.public_key(),
        "answers": told_answers(version, checklist.questions_for(team)),
        "files": list_files(version.files, "teams:file", event.slug, team.pk),
        "is_open": policy.SUBMIT.allows(request.user, team),
    }
    return event_page(request, event, "teams/submissions/receipt.html", context)


@login_required
@require_safe
def changes(request: SignedInRequest, event_slug: str, team_id: int, number: int) -> HttpResponse:
    """What a version says otherwise than the one before it."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    version = version_or_404(team, number)
    before = version_before(version)
    if before is None:
        raise Http404
    questions = checklist.questions_for(team)
    texts = (texts_of(before, questions), texts_of(version, questions))
    context = {
        "team": team,
        "version": version,
        "before": before,
        "changes": differences.changes(*texts),
    }
    return event_page(request, event, "teams/submissions/changes.html", context)


@login_required
@require_safe
def receipt_text(
    request: SignedInRequest, event_slug: str, team_id: int, number: int
) -> HttpResponse:
    """The receipt as a small file to keep."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    version = version_or_404(team, number)
    name = f"receipt-{event.slug}-{version.submission_id}-{version.number}.txt"
    return HttpResponse(
        proofs.text_of(version),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_POST
def withdraw(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    draft = draft_or_404(team)
    do_and_tell(
        request,
        _("Withdrawn. The jury will not see your project."),
        submissions.withdraw,
        submission=draft,
    )
    return redirect("teams:submission", event.slug, team.pk)
