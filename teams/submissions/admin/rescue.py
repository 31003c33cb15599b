"""Submitting for a team that could not: the form stands over the team's own draft."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from hackathon.files.storage import StoredFile
from hackathon.web.forms import PlainField
from hackathon.web.refusals import MAY_NOT, refusal_in_form
from hackathon.web.signed_in import user_of
from hackathon.workplace.acting import Step, take_step
from teams.submissions import policy
from teams.submissions.forms import SubmissionForm
from teams.submissions.selectors.checklist import questions_for
from teams.submissions.selectors.submissions import content_of, submission_of
from teams.submissions.services.files import stored_from_form
from teams.submissions.services.verdicts import rescue
from teams.team.models.team import Team

KEEP, ANEW = "keep", "anew"
SALT = "teams.rescue"  # a stored file is signed with this


class RescueForm(SubmissionForm):
    """What the team wrote, what the organiser adds, and why."""

    reason = PlainField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The team is told word for word."),
    )

    marks = forms.ChoiceField(
        label=_("If the jury has marked an earlier version"),
        choices=[
            (
                KEEP,
                _(
                    "The marks for the earlier version count on; the judges who gave them are "
                    "told, and may mark this version instead."
                ),
            ),
            (
                ANEW,
                _(
                    "The marks for the earlier version count no more; the judges who gave them "
                    "mark this version anew."
                ),
            ),
        ],
        initial=KEEP,
        widget=forms.RadioSelect,
    )
    # a file that came with the first press, stored and signed until the second
    stored = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(label=_("One more file (optional)"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("key", None)
        self.order_fields(["reason"])
        self.fields["description"].help_text = _("Markdown: **bold**, lists, links, tables.")

    def content(self) -> dict[str, Any]:
        content = super().content()
        for name in ("reason", "file", "marks", "stored"):
            content.pop(name, None)
        return content

    def keep_file(self, team: Team) -> dict[str, Any]:
        """The file of this press or of the one before, safely stored; nothing if there is none."""
        upload, sent = self.cleaned_data.get("file"), self.cleaned_data.get("stored")
        if upload:
            found = stored_from_form(upload, team)
            data: Any = self.data
            self.data = data = data.copy()
            packed = {**found, "file": asdict(found["file"])}
            data["stored"] = signing.dumps([team.pk, packed], salt=SALT)
            return found
        return unpack_stored(sent, team) if sent else {}


def unpack_stored(sent: str, team: Team) -> dict[str, Any]:
    """What was stored for this team with the press before; nothing if we did not sign it."""
    try:
        owner, found = signing.loads(sent, salt=SALT)
    except signing.BadSignature:
        return {}
    return {**found, "file": StoredFile(**found["file"])} if owner == team.pk else {}


def rescue_page(modeladmin: Any, request: HttpRequest, team_id: int) -> HttpResponse:
    own = Team.objects.filter(event__organisers__user=user_of(request))
    team = get_object_or_404(own.select_related("event", "challenge"), pk=team_id)
    draft, questions = submission_of(team), questions_for(team)
    form = RescueForm(
        request.POST or None, request.FILES or None, initial=content_of(draft), questions=questions
    )
    step = submit(request, team, form) if form.is_bound and form.is_valid() else None
    if step and step.is_done:
        words = _("Version %(n)d is submitted for the team; the mail is on its way.")
        modeladmin.message_user(request, words % {"n": step.result.number})
        return redirect("admin:teams_submission_change", step.result.submission_id)
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": _("Submit for %(team)s") % {"team": team},
        "opts": modeladmin.opts,
        "team": team,
        "draft": draft,
        "form": form,
        "step": step,
        "bar": policy.RESCUE.bar(request.user, team),
        "is_open": team.closed_at is None and policy.RESCUE.allows(request.user, team),
    }
    status = 422 if form.errors else 200
    return render(request, "admin/teams/submission/rescue.html", context, status=status)


def submit(request: HttpRequest, team: Team, form: RescueForm) -> Step | None:
    """Show what it does, or do it; a refusal goes into the form."""
    with refusal_in_form(form, denied=MAY_NOT):
        file = form.keep_file(team)
        return take_step(
            request,
            team.event,
            lambda: rescue(
                actor=user_of(request),
                team=team,
                content=form.content(),
                revision=form.cleaned_data["revision"],
                reason=form.cleaned_data["reason"],
                keeps_marks=form.cleaned_data["marks"] == KEEP,
                **file,
            ),
        )
    return None
