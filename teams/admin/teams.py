"""Teams, and what an organiser puts right in them, each time with a reason."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from hackathon.admin_base import OwnRowsFilter, ReadOnlyAdmin
from hackathon.models import User
from teams.admin.inlines import MemberInline
from teams.admin.lists import download_teams
from teams.models import Team
from teams.services import organising


class ReasonForm(forms.Form):
    """Every one of these forms asks why; the team is told word for word."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The team is told word for word."),
    )

    def __init__(self, *args, team: Team, **kwargs):
        self.team = team
        super().__init__(*args, prefix=type(self).__name__, **kwargs)
        self.fields["reason"] = self.fields.pop("reason")


class CorrectForm(ReasonForm):
    title, button = _("Another name or challenge"), _("Change")
    name = forms.CharField(label=_("Team name"), max_length=60)
    challenge = forms.ModelChoiceField(queryset=None, label=_("Challenge"), empty_label=None)

    def __init__(self, *args, team: Team, **kwargs):
        said = {"name": team.name, "challenge": team.challenge_id}
        super().__init__(*args, team=team, initial=said, **kwargs)
        self.fields["challenge"].queryset = team.event.challenges.all()

    def do(self, actor: User, **said) -> None:
        organising.correct_team(actor=actor, team=self.team, **said)


class AppointForm(ReasonForm):
    title, button = _("Another captain"), _("Appoint")
    member = forms.ModelChoiceField(queryset=None, label=_("Captain"), empty_label=None)

    def __init__(self, *args, team: Team, **kwargs):
        super().__init__(*args, team=team, **kwargs)
        others = team.members.filter(is_captain=False).select_related("user", "team")
        self.fields["member"].queryset = others

    def do(self, actor: User, **said) -> None:
        organising.appoint_captain(actor=actor, **said)


class MoveForm(ReasonForm):
    title, button = _("Somebody joins this team"), _("Give a seat")
    email = forms.EmailField(label=_("Address of the person"))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        known = User.objects.filter(email=email, takes_part__event=self.team.event)
        seated = User.objects.filter(email=email, seats__event=self.team.event)
        self.person = known.first() or seated.first()
        if self.person is None:
            raise ValidationError(_("Nobody with this address takes part in the event."))
        return email

    def do(self, actor: User, reason: str, **_said) -> None:
        organising.move_member(actor=actor, user=self.person, team=self.team, reason=reason)


class MergeForm(ReasonForm):
    title, button = _("Another team goes up in this one"), _("Merge")
    source = forms.ModelChoiceField(queryset=None, label=_("Team"))

    def __init__(self, *args, team: Team, **kwargs):
        super().__init__(*args, team=team, **kwargs)
        self.fields["source"].queryset = team.event.teams.standing().exclude(pk=team.pk)

    def do(self, actor: User, **said) -> None:
        organising.merge_teams(actor=actor, target=self.team, **said)


class CloseForm(ReasonForm):
    title, button = _("Close the team"), _("Close")

    def do(self, actor: User, **said) -> None:
        organising.close_team(actor=actor, team=self.team, **said)


class ReopenForm(ReasonForm):
    title, button = _("Reopen the team"), _("Reopen")

    def do(self, actor: User, **said) -> None:
        organising.reopen_team(actor=actor, team=self.team, **said)


def forms_for(team: Team) -> list[type[ReasonForm]]:
    """What can be put right in a team as it stands."""
    if team.closed_at:
        return [] if team.merged_into_id else [ReopenForm]
    return [CorrectForm, AppointForm, MoveForm, MergeForm, CloseForm]


@admin.register(Team)
class TeamAdmin(ReadOnlyAdmin):
    actions = [download_teams]
    list_display = ["name", "challenge", "captain", "size", "event", "created_at", "closed_at"]
    list_select_related = ["challenge", "event"]
    list_filter = ["is_open", ("challenge", OwnRowsFilter)]
    search_fields = ["name", "members__user__name", "members__user__email"]
    fields = [
        "event", "challenge", "name", "pitch", "wanted_skills", "languages", "is_open",
        "created_at", "closed_at", "merged_into",
    ]  # fmt: skip
    inlines = [MemberInline]
    change_form_template = "admin/teams/team/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("members__user")

    @admin.display(description=_("captain"))
    def captain(self, team: Team) -> str:
        return next((str(seat.user) for seat in team.members.all() if seat.is_captain), "")

    @admin.display(description=_("members"))
    def size(self, team: Team) -> int:
        return len(team.members.all())

    def get_urls(self):
        view = self.admin_site.admin_view(self.put_right)
        own = path("<int:team_id>/put-right/", view, name="teams_team_put_right")
        return [own, *super().get_urls()]

    def put_right(self, request: HttpRequest, team_id: int) -> HttpResponse:
        """One page for everything that an organiser may have to put right."""
        team = get_object_or_404(self.get_queryset(request).select_related("event"), pk=team_id)
        wanted = request.POST.get("do")
        shown = [
            kind(request.POST if wanted == kind.__name__ else None, team=team)
            for kind in forms_for(team)
        ]
        sent = next((form for form in shown if form.is_bound), None)
        if sent and sent.is_valid() and self.carry_out(request, sent):
            return redirect("admin:teams_team_change", team_id)
        context = {
            **self.admin_site.each_context(request),
            "title": team.name,
            "opts": self.opts,
            "team": team,
            "shown": [(form, type(form).__name__) for form in shown],
            "rulings": team.rulings.select_related("made_by"),
        }
        return render(request, "admin/teams/team/put_right.html", context)

    def carry_out(self, request: HttpRequest, form: ReasonForm) -> bool:
        try:
            form.do(request.user, **form.cleaned_data)
        except (ValidationError, PermissionDenied) as refusal:
            words = getattr(refusal, "messages", [_("You may not do this.")])
            form.add_error(None, words)
            return False
        self.message_user(request, _("Done. The team is told."), messages.SUCCESS)
        return True
