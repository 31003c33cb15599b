"""Taking back what an organiser submitted for a team by mistake."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from hackathon.web.forms import PlainField
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import user_of
from hackathon.workplace.acting import Step, show_step, take_step
from teams.submissions import policy
from teams.submissions.models.submission import Submission
from teams.submissions.selectors.drafting import labels_of
from teams.submissions.services.former_drafts import written_since
from teams.submissions.services.recalling import (
    is_decided_since,
    obstacle_to_recall,
    outcome_of,
    recall,
    recallable,
)


class RecallForm(forms.Form):
    reason = PlainField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The team is told word for word."),
    )


def recall_page(modeladmin: Any, request: HttpRequest, submission: Submission) -> HttpResponse:
    """What it touches is shown when the page is opened, and done when it is sent."""
    version = recallable(submission)
    if not policy.RECALL.may(request.user, submission):
        raise Http404
    if obstacle := obstacle_here(request, submission):
        modeladmin.message_user(request, obstacle, messages.WARNING)
        return redirect("admin:teams_submission_change", submission.pk)
    if version is None:
        raise Http404
    form = RecallForm(request.POST or None)
    step = step_of(request, submission, form)
    if step and step.is_done:
        words = _("Version %(n)d is taken back; the mail is on its way.") % {"n": version.number}
        modeladmin.message_user(request, words)
        return redirect("admin:teams_submission_change", submission.pk)
    standing = submission.versions.standing().exclude(pk=version.pk)
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": _("Take back what was submitted for %(team)s") % {"team": submission.team},
        "opts": modeladmin.opts,
        "submission_id": submission.pk,
        "version": version,
        "submission": submission,
        "stays": labels_of(submission.team, written_since(submission, version)),
        "is_decided_since": is_decided_since(submission, version),
        "before": standing.last(),
        "outcome": outcome_of(submission, version),
        "form": form,
        "step": step,
    }
    status = 422 if form.errors else 200
    return render(request, "admin/teams/submission/recall.html", context, status=status)


def obstacle_here(request: HttpRequest, submission: Submission) -> str:
    """Why there is no form for this person now, in a sentence; empty if there is one."""
    too_late = policy.RECALL.refusal_now(submission)
    if too_late:
        return " ".join(too_late.messages)
    return policy.RECALL.bar(request.user, submission) or obstacle_to_recall(submission)


def step_of(request: HttpRequest, submission: Submission, form: RecallForm) -> Step | None:
    """A refusal goes into the form. Acts go through a row of their own: this one stays as it is."""

    def act(reason: str) -> Any:
        row = Submission.objects.select_related("team__event").get(pk=submission.pk)
        return recall(actor=user_of(request), submission=row, reason=reason)

    if not form.is_bound:
        return show_step(submission.event, lambda: act("–"), user_of(request))
    if not form.is_valid():
        return None
    with refusal_in_form(form):
        return take_step(request, submission.event, lambda: act(form.cleaned_data["reason"]))
    return None
