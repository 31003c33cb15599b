"""Decisions about submissions, one or many at once: first the mail to look at, then the doing."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.texts import harmless, problem_of
from hackathon.mail.services.wording import write_words
from hackathon.web.refusals import words_of
from hackathon.web.signed_in import user_of
from hackathon.workplace.acting import Step, show_step, take_step
from teams.submissions import policy
from teams.submissions.models.review import Verdict
from teams.submissions.models.submission import Submission
from teams.submissions.services import verdicts

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


def action_for(kind: K) -> Callable:
    @admin.action(description=TITLES[kind])
    def act(modeladmin: Any, request: HttpRequest, rows: QuerySet[Any]) -> Any:
        return decide(modeladmin, request, rows, kind)

    act.__name__ = f"decide_{kind}"
    return act


MOST_REASON = Verdict._meta.get_field("reason").max_length
ACTIONS = [action_for(kind) for kind in TITLES]
OPERATIONS = {
    f"decide_{kind}": policy.DISQUALIFY if kind == K.DISQUALIFIED else policy.TRIAGE
    for kind in TITLES
}


def decide(modeladmin: Any, request: HttpRequest, rows: QuerySet, kind: K) -> HttpResponse | None:
    reason = harmless(request.POST.get("reason", "")).strip()
    too_long = problem_of(reason, MOST_REASON)
    rows = rows.select_related("team__event", "team__challenge").order_by("pk")
    chosen = list(rows)
    is_missing = "send" in request.POST and not reason and kind != K.ELIGIBLE
    is_from_row = request.POST.get("back") == "row" and len(chosen) == 1
    back = way_back(chosen[0] if is_from_row else None)
    step, is_sent = None, "send" in request.POST and not is_missing and not too_long
    if is_sent and chosen:
        step = take_step_in_each(modeladmin, request, chosen, kind, reason)
    elif chosen and not too_long:
        step = take_step_in_each(modeladmin, request, chosen, kind, reason or "–", only_show=True)
    if step and step.is_done:
        if step.result:
            words = _("Decided: %(n)d. The mails are on their way.") % {"n": step.result}
            modeladmin.message_user(request, words)
        return redirect(back) if is_from_row else None
    chosen = list(rows.all())  # as they are: what was shown went through the others
    context = {
        "step": step,
        **modeladmin.admin_site.each_context(request),
        "title": str(TITLES[kind]).rstrip(" …"),
        "consequence": CONSEQUENCES[kind],
        "opts": modeladmin.opts,
        "chosen": chosen,
        "action": request.POST["action"],
        "back": request.POST.get("back", ""),
        "way_back": back,
        "reason": reason,
        "needs_reason": kind != K.ELIGIBLE,
        "is_missing": is_missing,
        "too_long": too_long,
        "is_final": kind == K.DISQUALIFIED,
        "preview": preview(chosen[0], kind, reason) if chosen else None,
    }
    return render(request, "admin/teams/submission/decide.html", context)


def way_back(submission: Submission | None) -> str:
    """The project's own page, if one came from there; else the list."""
    if submission is None:
        return reverse("admin:teams_submission_changelist")
    return reverse("admin:teams_submission_change", args=[submission.pk])


def take_step_in_each(
    modeladmin: Any,
    request: HttpRequest,
    chosen: list,
    kind: str,
    reason: str,
    *,
    only_show: bool = False,
) -> Step | None:
    """Show what all of them do together, or do it; what cannot be decided is said line by line."""
    events = {submission.event.pk: submission.event for submission in chosen}
    if len(events) > 1:
        words = _("Nothing was decided: choose submissions of one event at a time.")
        modeladmin.message_user(request, words, messages.ERROR)
        return None
    (event,) = events.values()
    refused: list[str] = []

    def act() -> int:
        refused[:] = decide_all(request.user, chosen, kind, reason)
        return len(chosen) - len(refused)

    step = show_step(event, act, user_of(request)) if only_show else take_step(request, event, act)
    for line in refused:
        modeladmin.message_user(request, line, messages.ERROR)
    return step


def decide_all(actor: Any, chosen: list, kind: str, reason: str) -> list[str]:
    """Each by itself, in one transaction; gives a line for each that cannot be decided."""
    refused = []
    with transaction.atomic():
        for submission in chosen:
            try:
                carry_out(actor, submission, kind, reason)
            except (ValidationError, PermissionDenied) as refusal:
                refused.append(f"{submission.team}: {words_of(refusal)}")
    return refused


def preview(submission: Submission, kind: str, reason: str) -> dict[str, str]:
    """The mail as the team's captain would get it, in their language; nothing is kept."""
    seat = submission.team.members.select_related("user").order_by("-is_captain", "seat").first()
    verdict = Verdict(submission=submission, kind=kind, reason=reason, made_at=timezone.now())
    context = {
        "event": submission.event,
        "team": submission.team,
        "verdict": verdict,
        "site_url": settings.SITE_URL,
    }
    language = seat.user.language if seat else "en"
    subject, text = write_words("teams/mail/verdict", language, context)
    return {"to": seat.user.email if seat else "", "subject": subject, "text": text}
