from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from challenges.models import Challenge
from hackathon.kernel.texts import StrOrPromise
from hackathon.web.forms import NATIVE, PlainField, rows_field
from hackathon.web.refusals import MAY_NOT, refusal_in_message
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import (
    EventScopedAdmin,
    OrganiserForm,
    ReadOnlyAdmin,
    language_chosen,
    tell_asked_no_more,
)
from teams.help import policy
from teams.help.models.coach import Coach
from teams.help.models.request import HelpRequest
from teams.help.selectors import with_load
from teams.help.services.coaches import invite_coach, save_coach
from teams.team.admin.rivals import HidesRivals


class CoachForm(OrganiserForm):
    name = PlainField(label=_("Name"), max_length=120)
    organisation = PlainField(label=_("Organisation"), max_length=200, required=False)
    profile = PlainField(
        label=_("Profile"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("What teams can ask this coach."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=[(code, NATIVE[code]) for code, _name in settings.LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
    )
    challenges: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        label=_("Challenges"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With these the coach helps best; they may help with all."),
    )

    class Meta:
        model = Coach
        fields = ["event", "name", "organisation", "profile", "languages", "is_listed", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organised = Challenge.objects.filter(event__organisers__user=user_of(self.request))
        if self.instance.pk:
            organised = organised.filter(event=self.instance.event_id)
            self.fields["challenges"].initial = self.known_challenges()
        challenges = rows_field(self, "challenges")
        challenges.queryset = organised.select_related("event")
        vars(challenges)["label_from_instance"] = lambda row: f"{row.title} ({row.event})"
        self.carry_values()

    def known_challenges(self) -> list[int]:
        return sorted(self.instance.fields.values_list("challenge", flat=True))

    def read_current(self) -> dict[str, Any]:
        return {**super().read_current(), "challenges": self.known_challenges()}


class CoachAdmin(EventScopedAdmin):
    form = CoachForm
    operation = policy.EDIT_COACH
    why_held = _(
        "This coach has helped teams, and the record of that stays. If they no longer help, do "
        "not list them any more."
    )
    list_display = ["name", "organisation", "event", "state", "open_claims", "teams_helped"]
    list_select_related = ["event"]
    search_fields = ["name", "organisation"]
    fields = [
        "event",
        "name",
        "organisation",
        "profile",
        "languages",
        "challenges",
        "email",
        "is_listed",
        "state",
    ]
    readonly_fields = ["state"]
    actions = ["invite_selected"]
    timed_actions = {"invite_selected": policy.INVITE_COACH}
    change_form_template = "admin/teams/coach/change_form.html"

    @admin.display(description=_("invitation"))
    def state(self, coach: Coach) -> StrOrPromise:
        if coach.accepted_at:
            return _("accepted")
        if coach.declined_at:
            return _("declined")
        return _("invited") if coach.invited_at else _("not invited yet")

    @admin.display(description=_("helping now"))
    def open_claims(self, coach: Coach) -> int:
        return coach.in_hand

    @admin.display(description=_("teams helped"))
    def teams_helped(self, coach: Coach) -> int:
        return coach.helped

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_load(super().get_queryset(request))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self) -> list[URLPattern]:
        invite = self.admin_site.admin_view(require_POST(self.invite))
        own = path("<int:coach_id>/invite/", invite, name="teams_coach_invite")
        return [own, *super().get_urls()]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["may_invite"] = obj is not None and policy.INVITE_COACH.allows(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        moves = not change or "challenges" in form.changed_data
        was_asked = change and "email" in form.changed_data and obj.awaits_answer
        saved = save_coach(
            actor=user_of(request),
            coach=obj,
            challenges=list(form.cleaned_data["challenges"]) if moves else None,
            fields=form.changed_data,
            require_current=form.require_current,
        )
        obj.pk = saved.pk
        if was_asked:
            tell_asked_no_more(self, request, saved)

    def invite(self, request: HttpRequest, coach_id: int) -> HttpResponse:
        coach = get_object_or_404(self.get_queryset(request), pk=coach_id)
        self.send_invitation(request, coach, is_chosen=True)
        return redirect("admin:teams_coach_change", coach_id)

    @admin.action(description=_("Invite the selected coaches by mail"))
    def invite_selected(self, request: HttpRequest, coaches: QuerySet[Coach]) -> None:
        for coach in coaches:
            self.send_invitation(request, coach)

    def send_invitation(
        self, request: HttpRequest, coach: Coach, *, is_chosen: bool = False
    ) -> None:
        """With ``is_chosen`` in the language that was chosen beside the button."""
        with refusal_in_message(request, denied=MAY_NOT, about=coach) as act:
            language = language_chosen(request) if is_chosen else ""
            invite_coach(actor=user_of(request), coach=coach, language=language)
        if act.is_done:
            words = _("%(coach)s is invited; the mail is on its way.") % {"coach": coach}
            self.message_user(request, words)


class HelpRequestAdmin(HidesRivals, ReadOnlyAdmin):
    event_path = "team__event"
    list_display = ["what", "team", "status", "asked_at", "claimed_by", "claimed_at", "closed_at"]
    list_select_related = ["team", "claimed_by"]
    list_filter = ["status"]


admin.site.register(Coach, CoachAdmin)
admin.site.register(HelpRequest, HelpRequestAdmin)
