from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from challenges.models import Challenge
from hackathon.admin_base import EventScopedAdmin, OrganiserForm, ReadOnlyAdmin
from hackathon.forms import NATIVE, PlainField
from teams import policy
from teams.coaching import with_load
from teams.models import Coach, HelpRequest
from teams.services.coaches import invite_coach, save_coach


class CoachForm(OrganiserForm):
    name = PlainField(label=_("Name"), max_length=120)
    organisation = PlainField(label=_("Organisation"), max_length=200, required=False)
    profile = PlainField(
        label=_("Profile"), max_length=1000, required=False, widget=forms.Textarea,
        help_text=_("What teams can ask this coach."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=[(code, NATIVE[code]) for code, _name in settings.LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
    )
    challenges = forms.ModelMultipleChoiceField(
        label=_("Challenges"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With these the coach helps best; they may help with all."),
    )

    class Meta:
        model = Coach
        fields = ["event", "name", "organisation", "profile", "languages", "is_listed", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organised = Challenge.objects.filter(event__organisers__user=self.request.user)
        if self.instance.pk:
            organised = organised.filter(event=self.instance.event_id)
            known = self.instance.fields.values_list("challenge", flat=True)
            self.fields["challenges"].initial = known
        self.fields["challenges"].queryset = organised.select_related("event")
        self.fields["challenges"].label_from_instance = lambda row: f"{row.title} ({row.event})"


class CoachAdmin(EventScopedAdmin):
    form = CoachForm
    operation = policy.EDIT_COACH
    list_display = ["name", "organisation", "event", "state", "open_claims", "teams_helped"]
    list_select_related = ["event"]
    search_fields = ["name", "organisation"]
    fields = [
        "event", "name", "organisation", "profile", "languages", "challenges", "email",
        "is_listed", "state",
    ]  # fmt: skip
    readonly_fields = ["state"]
    actions = ["invite_selected"]
    change_form_template = "admin/teams/coach/change_form.html"

    @admin.display(description=_("invitation"))
    def state(self, coach: Coach) -> str:
        if coach.accepted_at:
            return _("accepted")
        return _("invited") if coach.invited_at else _("not invited yet")

    @admin.display(description=_("helping now"))
    def open_claims(self, coach: Coach) -> int:
        return coach.in_hand

    @admin.display(description=_("teams helped"))
    def teams_helped(self, coach: Coach) -> int:
        return coach.helped

    def get_queryset(self, request):
        return with_load(super().get_queryset(request))

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self):
        invite = self.admin_site.admin_view(require_POST(self.invite))
        own = path("<int:coach_id>/invite/", invite, name="teams_coach_invite")
        return [own, *super().get_urls()]

    def save_model(self, request, obj, form, change) -> None:
        challenges = list(form.cleaned_data["challenges"])
        save_coach(actor=request.user, coach=obj, challenges=challenges)

    def invite(self, request, coach_id: int):
        coach = get_object_or_404(self.get_queryset(request), pk=coach_id)
        self.send_invitation(request, coach)
        return redirect("admin:teams_coach_change", coach_id)

    @admin.action(description=_("Invite the selected coaches by mail"))
    def invite_selected(self, request, coaches) -> None:
        for coach in coaches:
            self.send_invitation(request, coach)

    def send_invitation(self, request, coach: Coach) -> None:
        try:
            invite_coach(actor=request.user, coach=coach)
        except (ValidationError, PermissionDenied) as refusal:
            words = " ".join(getattr(refusal, "messages", [_("You may not do this.")]))
            self.message_user(request, f"{coach}: {words}", messages.ERROR)
        else:
            words = _("%(coach)s is invited; the mail is on its way.") % {"coach": coach}
            self.message_user(request, words)


class HelpRequestAdmin(ReadOnlyAdmin):
    event_path = "team__event"
    list_display = ["what", "team", "status", "asked_at", "claimed_by", "claimed_at", "closed_at"]
    list_select_related = ["team", "claimed_by"]
    list_filter = ["status"]


admin.site.register(Coach, CoachAdmin)
admin.site.register(HelpRequest, HelpRequestAdmin)
