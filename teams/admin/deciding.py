"""Decisions about submissions, one or many at once: first the mail to look at, then the doing."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hackathon.services.wording import written
from hackathon.texts import harmless
from teams.models import Submission, Verdict
from teams.services import verdicts

K = Verdict.Kind
TITLES = {
    K.ELIGIBLE: _("Eligible, with a mail …"),
    K.TO_CHECK: _("To check, with a mail …"),
    K.NOT_ELIGIBLE: _("Not eligible, with a mail …"),
    K.DISQUALIFIED: _("Disqualify, with a mail …"),
}
CONSEQUENCES = {
    K.ELIGIBLE: _("The jury scores it. The team is told."),
    K.TO_CHECK: _("It stays with the jury while you look into it. The team is told why."),
    K.NOT_ELIGIBLE: _(
        "It disappears from jury, gallery and ranking. You can undo this until the results are "
        "public, by deciding anew."
    ),
    K.DISQUALIFIED: _(
        "It disappears from jury, gallery and ranking for good. There is no way back."
    ),
}


def carry_out(actor: Any, submission: Submission, kind: str, reason: str) -> Verdict:
    if kind == K.DISQUALIFIED:
        return verdicts.disqualify(actor=actor, submission=submission, reason=reason)
    return verdicts.triage(actor=actor, submission=submission, kind=kind, reason=reason)


def action_for(kind: str) -> Callable:
    @admin.action(description=TITLES[kind])
    def act(modeladmin, request, rows):
        return decide(modeladmin, request, rows, kind)

    act.__name__ = f"decide_{kind}"
    return act


ACTIONS = [action_for(kind) for kind in TITLES]


def decide(modeladmin, request: HttpRequest, rows: QuerySet, kind: str) -> HttpResponse | None:
    reason = harmless(request.POST.get("reason", "")).strip()[:300]
    chosen = list(rows.select_related("team__event", "team__challenge").order_by("pk"))
    is_missing = "send" in request.POST and not reason and kind != K.ELIGIBLE
    if "send" in request.POST and not is_missing:
        decide_all(modeladmin, request, chosen, kind, reason)
        back = request.POST.get("back") == "row" and len(chosen) == 1
        return redirect("admin:teams_submission_change", chosen[0].pk) if back else None
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": str(TITLES[kind]).rstrip(" …"),
        "consequence": CONSEQUENCES[kind],
        "opts": modeladmin.opts,
        "chosen": chosen,
        "action": request.POST["action"],
        "back": request.POST.get("back", ""),
        "reason": reason,
        "needs_reason": kind != K.ELIGIBLE,
        "is_missing": is_missing,
        "is_final": kind == K.DISQUALIFIED,
        "preview": preview(chosen[0], kind, reason) if chosen else None,
    }
    return render(request, "admin/teams/submission/decide.html", context)


def decide_all(modeladmin, request: HttpRequest, chosen: list, kind: str, reason: str) -> None:
    done = 0
    for submission in chosen:
        try:
            carry_out(request.user, submission, kind, reason)
        except (ValidationError, PermissionDenied) as refusal:
            said = " ".join(getattr(refusal, "messages", [_("You may not do this.")]))
            modeladmin.message_user(request, f"{submission.team}: {said}", messages.ERROR)
        else:
            done += 1
    if done:
        words = _("Decided: %(n)d. The mails are on their way.") % {"n": done}
        modeladmin.message_user(request, words)


def preview(submission: Submission, kind: str, reason: str) -> dict[str, str]:
    """The mail as the team's captain would get it, in their language; nothing is kept."""
    seat = submission.team.members.select_related("user").order_by("-is_captain", "seat").first()
    verdict = Verdict(submission=submission, kind=kind, reason=reason, made_at=timezone.now())
    context = {"event": submission.event, "team": submission.team, "verdict": verdict,
               "site_url": settings.SITE_URL}  # fmt: skip
    language = seat.user.language if seat else "en"
    subject, text = written("teams/mail/verdict", language, context)
    return {"to": seat.user.email if seat else "", "subject": subject, "text": text}
