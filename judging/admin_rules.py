"""The rules of the jury in the organisers' workplace: criteria, panels, sheets."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin

from hackathon.admin_base import EventScopedAdmin, OrganiserForm, ReadOnlyAdmin
from hackathon.models import Event
from hackathon.predicates import event_of
from hackathon.selectors import organised_by
from judging import policy
from judging.models import Criterion, JuryRules, Panel, RuleSheet
from judging.rulesheet import has_marks
from judging.services.refusals import refused
from judging.services.rules import publish_rules, retire_criterion, save_rule


class RuleForm(OrganiserForm):
    """A part of the rules; once marks have been given, it asks why it changes."""

    reason = forms.CharField(
        label=_("Why the rules change (once marks have been given)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The jury is told word for word, and the new rule sheet carries it."),
    )


class RuleAdmin(EventScopedAdmin):
    """Saved through one service, which tells whether the change is an amendment."""

    form = RuleForm
    operation = policy.EDIT_RUBRIC

    def save_model(self, request, obj, form, change) -> None:
        save_rule(
            actor=request.user,
            row=obj,
            fields=[name for name in form.changed_data if name != "reason"],
            reason=form.cleaned_data.get("reason", ""),
        )

    def keep_refusal(self, request, object_id, refusal) -> None:
        row = self.get_object(request, object_id) if object_id else None
        event = event_of(row) if row else self.chosen_event(request)
        if event:
            what = {"model": self.opts.model_name, "row": object_id}
            verb = self.operation.verb
            refused(actor=request.user, event=event, verb=verb, reason=refusal, **what)

    def chosen_event(self, request) -> Event | None:
        chosen = request.POST.get("event", "")
        return organised_by(request.user).filter(pk=chosen).first() if chosen.isdecimal() else None

    def get_fields(self, request, obj=None):
        """Without marks nobody is asked for a reason."""
        event = event_of(obj) if obj else None
        asks = obj is None or has_marks(event, getattr(obj, "challenge_id", None))
        return [*self.fields, "reason"] if asks else self.fields


@admin.register(Criterion)
class CriterionAdmin(RuleAdmin, TranslationAdmin):
    list_display = ["title", "weight", "scale", "challenge", "position", "event", "is_in_force"]
    list_select_related = ["event", "challenge"]
    fields = [
        "event", "challenge", "title", "meaning", "weight", "lowest", "highest", "anchors",
        "position",
    ]  # fmt: skip

    @admin.display(description=_("scale"))
    def scale(self, criterion: Criterion) -> str:
        return f"{criterion.lowest}-{criterion.highest}"

    @admin.display(description=_("in force"), boolean=True)
    def is_in_force(self, criterion: Criterion) -> bool:
        return criterion.retired_at is None

    def delete_model(self, request, obj) -> None:
        """A criterion that marks refer to is retired: the marks stay on record."""
        retire_criterion(actor=request.user, criterion=obj)


@admin.register(JuryRules)
class JuryRulesAdmin(RuleAdmin, TranslationAdmin):
    list_display = ["event", "official", "edits_until_lock", "jury_shown"]
    list_select_related = ["event"]
    fields = ["event", "official", "ladder", "edits_until_lock", "jury_shown", "conduct"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "ladder":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.TypedMultipleChoiceField(
            label=db_field.verbose_name,
            choices=JuryRules.Step.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("In this order, until the tie is settled."),
        )


@admin.register(Panel)
class PanelAdmin(RuleAdmin):
    event_path = "challenge__event"
    list_display = ["challenge", "mode", "reviews_each", "more_waves", "event"]
    list_select_related = ["challenge__event"]
    fieldsets = None
    fields = [
        "challenge", "mode", "reviews_each", "most_per_judge", "more_waves", "wave_size",
        "stop_at", "opening",
    ]  # fmt: skip

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(RuleSheet)
class RuleSheetAdmin(ReadOnlyAdmin):
    """The sheets that were published, and the button that publishes the next."""

    list_display = ["event", "number", "published_at", "published_by", "reason", "sha256"]
    list_select_related = ["event", "published_by"]
    change_list_template = "admin/judging/rulesheet/change_list.html"

    def changelist_view(self, request: HttpRequest, extra_context=None):
        own = {"own_events": organised_by(request.user).order_by("-hacking_starts_at")}
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def get_urls(self):
        publish = self.admin_site.admin_view(require_POST(self.publish))
        own = path("publish/<int:event_id>/", publish, name="judging_rulesheet_publish")
        return [own, *super().get_urls()]

    def publish(self, request: HttpRequest, event_id: int) -> HttpResponse:
        event = get_object_or_404(organised_by(request.user), pk=event_id)
        try:
            sheet = publish_rules(actor=request.user, event=event)
        except (ValidationError, PermissionDenied) as refusal:
            words = getattr(refusal, "messages", [_("You may not do this.")])
            self.message_user(request, " ".join(words), messages.ERROR)
        else:
            self.message_user(request, _("Sheet %(n)d is published.") % {"n": sheet.number})
        return redirect("admin:judging_rulesheet_changelist")
