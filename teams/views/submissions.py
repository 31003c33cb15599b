"""From a draft to a version: preview, submit, receipt, withdraw."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from hackathon.tokens import new_nonce
from teams import checklist, policy, selectors
from teams.downloads import listed
from teams.services import submissions
from teams.views.doing import done


@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    """The draft as the jury will see it, with the button that submits it."""
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    draft = selectors.draft_or_404(team)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            version = submissions.submit(
                actor=request.user,
                team=team,
                key=request.POST.get("key", "")[:64] or new_nonce(),
                revision=revision_of(request),
            )
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            messages.success(request, _("Version %(n)d is submitted.") % {"n": version.number})
            return redirect(version)
    questions = checklist.questions_for(team)
    context = {
        "team": team,
        "draft": draft,
        "key": new_nonce(),
        "answers": selectors.told_answers(draft, questions),
        "files": listed(draft.files, "teams:file", event.slug, team.pk),
        "missing": checklist.missing_in(draft, questions),
        "refusals": refusals,
        "is_open": policy.SUBMIT.allows(request.user, team),
        "next_number": len(selectors.versions_of(draft)) + 1,
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
        "answers": selectors.told_answers(version, checklist.questions_for(team)),
        "files": listed(version.files, "teams:file", event.slug, team.pk),
        "is_open": policy.SUBMIT.allows(request.user, team),
    }
    return event_page(request, event, "teams/receipt.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, event_slug: str, team_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    team = selectors.team_or_404(event, request.user, team_id)
    draft = selectors.draft_or_404(team)
    done(
        request,
        _("Withdrawn. The jury will not see your project."),
        submissions.withdraw,
        submission=draft,
    )
    return redirect("teams:submission", event.slug, team.pk)
