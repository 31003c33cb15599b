"""Teams, and what an organiser puts right in them, each time with a reason."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import words_for
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import AuditEntry, User
from hackathon.web.forms import AddressField, PlainField, rows_field
from hackathon.web.refusals import MAY_NOT, refusal_in_form
from hackathon.web.revised_forms import RevisedForm
from hackathon.web.signed_in import user_of
from hackathon.workplace.acting import Step, take_step
from hackathon.workplace.base import OwnRowsFilter, ReadOnlyAdmin
from teams.rulings.models import Ruling
from teams.rulings.policy import CORRECT_TEAM
from teams.rulings.services import (
    appoint_captain,
    close_team,
    correct_team,
    merge_teams,
    move_member,
    reopen_team,
    take_member_out,
)
from teams.team.admin.inlines import MemberInline
from teams.team.admin.lists import download_teams
from teams.team.models.team import Team


class ReasonForm(forms.Form):
    """Every one of these forms asks why; the team is told word for word."""

    done: StrOrPromise = _("Done. The team is told.")

    reason = PlainField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The team is told word for word."),
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        self.team = team
        kwargs["prefix"] = type(self).__name__
        super().__init__(*args, **kwargs)
        self.fields["reason"] = self.fields.pop("reason")

    def do(self, actor: User, **said: Any) -> None:
        raise NotImplementedError


class CorrectForm(RevisedForm, ReasonForm):
    title, button = _("Another name or challenge"), _("Change")
    name = forms.CharField(label=_("Team name"), max_length=60)
    challenge: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Challenge"), empty_label=None
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        said = {"name": team.name, "challenge": team.challenge_id}
        super().__init__(*args, team=team, initial=said, **kwargs)
        rows_field(self, "challenge").queryset = team.event.challenges.all()
        if team.event.published_at:
            self.fields.pop("challenge")
        self.revised_row = team
        self.carry_values()

    def do(self, actor: User, *, reason: str = "", **_said: Any) -> None:
        changed = [name for name in self.changed_data if name != "reason"]
        correct_team(
            actor=actor,
            team=self.team,
            reason=reason,
            require_current=self.require_current,
            **{name: self.cleaned_data[name] for name in changed},
        )


class AppointForm(ReasonForm):
    title, button = _("Another captain"), _("Appoint")
    member: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Captain"), empty_label=None
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        others = team.members.filter(is_captain=False).select_related("user", "team")
        rows_field(self, "member").queryset = others

    def do(self, actor: User, **said: Any) -> None:
        appoint_captain(actor=actor, **said)


class MoveForm(ReasonForm):
    title, button = _("Somebody joins this team"), _("Give a seat")
    email = AddressField(label=_("Address of the person"))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        known = User.objects.filter(email=email, takes_part__event=self.team.event)
        seated = User.objects.filter(email=email, seats__event=self.team.event)
        found = known.first() or seated.first()
        if found is None:
            raise ValidationError(_("Nobody with this address takes part in the event."))
        self.person = found
        return email

    def do(self, actor: User, *, reason: str = "", **_said: Any) -> None:
        move_member(actor=actor, user=self.person, team=self.team, reason=reason)


def rulings_of(team: Team) -> list[tuple[str, Ruling]]:
    """What organisers have decided about the team: what it was, and the row with the reason."""
    rulings = list(team.rulings.select_related("made_by"))
    about = ContentType.objects.get_for_model(Ruling)
    ids = [ruling.pk for ruling in rulings]
    entries = AuditEntry.objects.filter(subject_type=about, subject_id__in=ids)
    verbs = dict(entries.values_list("subject_id", "verb"))
    return [(words_for(verbs.get(ruling.pk, "")), ruling) for ruling in rulings]


class TakeOutForm(ReasonForm):
    title, button = _("Take somebody out of this team"), _("Take out of the team")
    done = _("Done. The person and the captain are told.")
    member: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        label=_("Member"),
        help_text=_(
            "They keep their place in the event. They come back by an invitation of the captain, "
            "or when organisers give them a seat. Whoever leads the team is not in this list: "
            "appoint another captain first."
        ),
        error_messages={
            "invalid_choice": _(
                "This person is not in the team any more, or leads it: nobody was taken out."
            )
        },
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        others = team.members.filter(is_captain=False).select_related("user", "team")
        rows_field(self, "member").queryset = others

    def do(self, actor: User, **said: Any) -> None:
        take_member_out(actor=actor, **said)


class MergeForm(ReasonForm):
    title, button = _("Merge another team into this one"), _("Merge")
    source: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(queryset=None, label=_("Team"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        rows_field(self, "source").queryset = team.event.teams.standing().exclude(pk=team.pk)

    def do(self, actor: User, **said: Any) -> None:
        merge_teams(actor=actor, target=self.team, **said)


class CloseForm(ReasonForm):
    title, button = _("Close the team"), _("Close")

    def do(self, actor: User, **said: Any) -> None:
        close_team(actor=actor, team=self.team, **said)


class ReopenForm(ReasonForm):
    title, button = _("Reopen the team"), _("Reopen")

    def do(self, actor: User, **said: Any) -> None:
        reopen_team(actor=actor, team=self.team, **said)


EVERY_FORM = [
    CorrectForm,
    AppointForm,
    MoveForm,
    TakeOutForm,
    MergeForm,
    CloseForm,
    ReopenForm,
]


def forms_for(team: Team) -> list[type[ReasonForm]]:
    """What can be put right in a team as it stands.

    Results that are public rest on who competed where: from then on only its name changes, and who
    leads it.
    """
    if team.closed_at:
        is_over = team.merged_into_id or team.event.published_at
        return [] if is_over else [ReopenForm]
    words = [CorrectForm, AppointForm]
    if team.event.published_at:
        return words
    return [*words, MoveForm, TakeOutForm, MergeForm, CloseForm]


def not_again(team: Team, wanted: str) -> StrOrPromise:
    """Why what was pressed is not offered any more, as the team stands."""
    if wanted not in {form.__name__ for form in EVERY_FORM}:
        return _("Nothing was done: this page does not know that button. Load the page again.")
    if team.merged_into_id:
        return _("Nothing was done: this team has gone up in %(team)s already.") % {
            "team": team.merged_into
        }
    if team.closed_at:
        return _("Nothing was done: this team is closed already.")
    return _(
        "Nothing was done: as this team stands now, this has been done already, or is not "
        "possible any more."
    )


@admin.register(Team)
class TeamAdmin(ReadOnlyAdmin):
    actions = [download_teams]
    list_display = ["name", "challenge", "captain", "size", "event", "created_at", "closed_at"]
    list_select_related = ["challenge", "event"]
    list_filter = ["is_open", ("challenge", OwnRowsFilter)]
    search_fields = ["name", "members__user__name", "members__user__email"]
    fields = [
        "event",
        "challenge",
        "name",
        "pitch",
        "wanted_skills",
        "languages",
        "is_open",
        "created_at",
        "closed_at",
        "merged_into",
    ]
    inlines = [MemberInline]
    change_form_template = "admin/teams/team/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("members__user")

    @admin.display(description=_("captain"))
    def captain(self, team: Team) -> str:
        return next((str(seat.user) for seat in team.members.all() if seat.is_captain), "")

    @admin.display(description=_("members"))
    def size(self, team: Team) -> int:
        return len(team.members.all())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.put_right)
        own = path("<int:team_id>/put-right/", view, name="teams_team_put_right")
        return [own, *super().get_urls()]

    def put_right(self, request: HttpRequest, team_id: int) -> HttpResponse:
        """One page for everything that an organiser may have to put right."""
        team = get_object_or_404(self.get_queryset(request).select_related("event"), pk=team_id)
        wanted = request.POST.get("do")
        bar = CORRECT_TEAM.bar(request.user, team)
        shown = [
            kind(request.POST if wanted == kind.__name__ else None, team=team)
            for kind in forms_for(team)
        ]
        sent = next((form for form in shown if form.is_bound), None)
        if bar and sent is None:
            shown = []
        elif wanted and sent is None:  # a second press, or a page from before
            self.message_user(request, not_again(team, wanted), messages.WARNING)
            return redirect("admin:teams_team_put_right", team_id)
        step = self.take_step(request, team, sent) if sent and sent.is_valid() else None
        if sent and step and step.is_done:
            self.message_user(request, sent.done, messages.SUCCESS)
            return redirect("admin:teams_team_change", team_id)
        if sent and step:
            shown = [sent]
            team = self.get_queryset(request).get(pk=team_id)  # as it is: nothing is done yet
        context = {
            "step": step,
            "bar": bar,
            **self.admin_site.each_context(request),
            "title": team.name,
            "opts": self.opts,
            "team": team,
            "shown": [(form, type(form).__name__) for form in shown],
            "rulings": rulings_of(team),
        }
        return render(request, "admin/teams/team/put_right.html", context)

    def take_step(self, request: HttpRequest, team: Team, form: ReasonForm) -> Step | None:
        """Show what it does, or do it; a refusal goes into the form."""
        with refusal_in_form(form, denied=MAY_NOT):
            return take_step(
                request, team.event, lambda: form.do(user_of(request), **form.cleaned_data)
            )
        return None
