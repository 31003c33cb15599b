"""Submitting for a team that could not: the form stands over the team's own draft."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from hackathon.forms import PlainField
from teams import policy
from teams.checklist import questions_for
from teams.forms import SubmissionForm
from teams.models import Submission, Team
from teams.selectors import content_of, submission_of
from teams.services.files import stored_from_form
from teams.services.verdicts import rescue


class RescueForm(SubmissionForm):
    """What the team wrote, what the organiser adds, and why."""

    reason = PlainField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The team is told word for word."),
    )  # fmt: skip

    file = forms.FileField(label=_("One more file (optional)"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("key", None)
        self.order_fields(["reason"])

    def content(self):
        content = super().content()
        content.pop("reason", None)
        content.pop("file", None)
        return content


def rescue_page(modeladmin, request: HttpRequest, team_id: int) -> HttpResponse:
    own = Team.objects.filter(event__organisers__user=request.user)
    team = get_object_or_404(own.select_related("event", "challenge"), pk=team_id)
    draft, questions = submission_of(team), questions_for(team)
    form = RescueForm(
        request.POST or None, request.FILES or None, initial=content_of(draft), questions=questions
    )
    if form.is_bound and form.is_valid() and submit(modeladmin, request, team, form):
        return redirect("admin:teams_submission_change", Submission.objects.get(team=team).pk)
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": _("Submit for %(team)s") % {"team": team},
        "opts": modeladmin.opts,
        "team": team,
        "draft": draft,
        "form": form,
        "is_open": policy.RESCUE.allows(request.user, team),
    }
    status = 422 if form.errors else 200
    return render(request, "admin/teams/submission/rescue.html", context, status=status)


def submit(modeladmin, request: HttpRequest, team: Team, form: RescueForm) -> bool:
    upload = form.cleaned_data.get("file")
    try:
        version = rescue(
            actor=request.user, team=team, content=form.content(),
            revision=form.cleaned_data["revision"], reason=form.cleaned_data["reason"],
            **(stored_from_form(upload, team) if upload else {}),
        )  # fmt: skip
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    except PermissionDenied:
        form.add_error(None, _("You may not do this."))
        return False
    words = _("Version %(n)d is submitted for the team; the mail is on its way.")
    modeladmin.message_user(request, words % {"n": version.number})
    return True
