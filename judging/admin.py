from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin

from challenges.models import Challenge
from hackathon.admin_base import EventScopedAdmin, OrganiserForm, ReadOnlyAdmin
from hackathon.photos import portrait
from hackathon.storage import store
from judging import admin_rules as admin_rules  # registers its own pages
from judging import policy
from judging.admin_results import ResultsAdmin
from judging.models import Conflict, Judge, Results, Score, Scorecard
from judging.services.jury import invite_judge, save_judge
from teams.admin import MemberInline

admin.site.register(Results, ResultsAdmin)


class JudgeForm(OrganiserForm):
    panel = forms.ModelMultipleChoiceField(
        label=_("Challenges to score"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The judge sees and scores what is submitted to these."),
    )
    picture = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG or PNG up to 5 MB; it is cut to a square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = Judge
        fields = ["event", "name", "function", "organisation", "biography", "position", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organised = Challenge.objects.filter(event__organisers__user=self.request.user)
        if self.instance.pk:
            organised = organised.filter(event=self.instance.event_id)
        self.fields["panel"].queryset = organised.select_related("event")
        self.fields["panel"].label_from_instance = lambda row: f"{row.title} ({row.event})"
        if self.instance.pk:
            self.fields["panel"].initial = self.instance.panel_seats.values_list(
                "challenge", flat=True
            )

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        return portrait(upload) if upload else None


@admin.register(Judge)
class JudgeAdmin(EventScopedAdmin, TranslationAdmin):
    form = JudgeForm
    operation = policy.EDIT_JURY
    list_display = ["name", "function", "event", "position", "state"]
    list_select_related = ["event"]
    fields = [
        "event", "name", "function", "organisation", "biography", "position", "email", "panel",
        "picture",
        "state",
    ]  # fmt: skip
    readonly_fields = ["state"]
    actions = ["invite_selected"]
    change_form_template = "admin/judging/judge/change_form.html"

    @admin.display(description=_("invitation"))
    def state(self, judge: Judge) -> str:
        if judge.accepted_at:
            return _("accepted")
        return _("invited") if judge.invited_at else _("not invited yet")

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self):
        invite = self.admin_site.admin_view(require_POST(self.invite))
        return [
            path("<int:judge_id>/invite/", invite, name="judging_judge_invite"),
            *super().get_urls(),
        ]

    def save_model(self, request, obj, form, change) -> None:
        picture = form.cleaned_data["picture"]
        save_judge(
            actor=request.user,
            judge=obj,
            panel=list(form.cleaned_data["panel"]),
            photo=store(picture) if picture else None,
        )

    def invite(self, request, judge_id: int):
        judge = get_object_or_404(self.get_queryset(request), pk=judge_id)
        self.send_invitation(request, judge)
        return redirect("admin:judging_judge_change", judge_id)

    @admin.action(description=_("Invite the selected judges by mail"))
    def invite_selected(self, request, judges) -> None:
        for judge in judges:
            self.send_invitation(request, judge)

    def send_invitation(self, request, judge: Judge) -> None:
        try:
            invite_judge(actor=request.user, judge=judge)
        except (ValidationError, PermissionDenied) as refusal:
            words = " ".join(getattr(refusal, "messages", [_("You may not do this.")]))
            self.message_user(request, f"{judge}: {words}", messages.ERROR)
        else:
            words = _("%(judge)s is invited; the mail is on its way.") % {"judge": judge}
            self.message_user(request, words)


class ScoreInline(MemberInline):
    model = Score
    fields = ["criterion", "value"]

    def get_queryset(self, request):
        return admin.StackedInline.get_queryset(self, request).select_related("criterion")


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    event_path = "judge__event"
    list_display = ["judge", "version", "handed_in_at"]
    list_select_related = ["judge", "version"]
    inlines = [ScoreInline]


@admin.register(Conflict)
class ConflictAdmin(ReadOnlyAdmin):
    event_path = "judge__event"
    list_display = ["judge", "team", "reason", "declared_at"]
    list_select_related = ["judge", "team"]
