"""The rules of the jury in the organisers' workplace: criteria, panels, sheets."""

from collections import Counter
from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin

from hackathon.events.selectors import organised_by
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.predicates import event_of, require_event
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import Event
from hackathon.web.forms import PlainField
from hackathon.web.refusals import MAY_NOT, refusal_in_form, refusal_in_message
from hackathon.web.signed_in import user_of
from hackathon.workplace.acting import Step, show_step, take_step
from hackathon.workplace.base import (
    EventScopedAdmin,
    OrganiserForm,
    ReadOnlyAdmin,
    own_events,
)
from judging.amendments.policy import TAKE_BACK_RULES
from judging.amendments.selectors.reopening import cards_that_stay, cards_to_reopen
from judging.amendments.selectors.taking_back import (
    end_in_words,
    last_change_of_sense,
    obstacle_to_taking_back,
)
from judging.amendments.services.taking_back import take_back_sense
from judging.rules import policy
from judging.rules.models import (
    ChangeOfSense,
    Criterion,
    JuryRules,
    Panel,
    RuleSheet,
)
from judging.rules.selectors.levels import problems_with
from judging.rules.selectors.sheets import has_marks, has_unpublished_rules, sheet_of
from judging.rules.services import (
    Degree,
    publish_rules,
    retire_criterion,
    save_rule,
)
from judging.scorecards.services.refusals import record_refusal

if TYPE_CHECKING:
    from hackathon.kernel.models.user import User


def reason_field(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Why the rules change (once marks have been given)"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The jury is told word for word, and the new rule sheet carries it."),
        **options,
    )


class RuleForm(OrganiserForm):
    """A part of the rules; once marks have been given, it asks why it changes."""

    reason = reason_field(required=False)
    degree = forms.ChoiceField(
        label=_("Kind of change"),
        choices=Degree.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "degree" in self.fields and isinstance(self.instance, Criterion) and self.instance.pk:
            self.fields["degree"].help_text = reopening_in_words(self.instance)


def reopening_in_words(criterion: Criterion) -> str:
    """How many scorecards of which judges another sense would open again, and which stay."""
    cards, stay = cards_to_reopen(criterion), cards_that_stay(criterion)
    numbers = Counter(str(card.judge) for card in cards)
    judges = ", ".join(f"{name} ({number})" for name, number in numbers.items())
    said: list[StrOrPromise] = [_("No scorecard would be opened again: none was handed in.")]
    if cards:
        said = [
            ngettext(
                "If the sense changes, %(n)d scorecard is opened again: %(judges)s.",
                "If the sense changes, %(n)d scorecards are opened again: %(judges)s.",
                len(cards),
            )
            % {"n": len(cards), "judges": judges},
            _(
                "Among them are those that do not count just now, for instance because a team is "
                "closed: they may count again."
            ),
            _(
                "With another scale, marks that are not on it are deleted, and their judges give "
                "them anew."
            ),
            _(
                "You can take this back until a judge marks or hands in one of these projects, and "
                "until judging closes at the latest (%(end)s). After that each hands in again, "
                "even if you put the criterion back as it was."
            )
            % {"end": end_in_words(criterion.event)},
        ]
    if stay:
        said.append(
            ngettext(
                "%(n)d scorecard of judges who cannot act any more stays as it is.",
                "%(n)d scorecards of judges who cannot act any more stay as they are.",
                stay,
            )
            % {"n": stay}
        )
    said.append(
        _(
            "For another weight you need not choose: handed-in scorecards then stay handed in, and "
            "are weighed anew."
        )
    )
    return " ".join(str(sentence) for sentence in said)


class CriterionForm(RuleForm):
    """What stands already keeps nobody from changing something else."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        changed = set(self.changed_data)
        has_other_scale = not changed.isdisjoint(("lowest", "highest"))
        for name, problem in problems_with(self.instance, cleaned).items():
            if name in changed or (has_other_scale and name.startswith("anchors")):
                self.add_error(name, problem)
        return cleaned


def taking_back(request: HttpRequest, change: ChangeOfSense, form: "TakeBackForm") -> Step | None:
    """A refusal goes into the form. Acts go through a row of their own: this one stays as it is."""

    def act(reason: str) -> RuleSheet:
        row = ChangeOfSense.objects.select_related("sheet__event", "criterion").get(pk=change.pk)
        return take_back_sense(actor=user_of(request), change=row, reason=reason)

    if not form.is_bound:
        return show_step(change.event, lambda: act("–"), user_of(request))
    if not form.is_valid():
        return None
    with refusal_in_form(form):
        return take_step(request, change.event, lambda: act(form.cleaned_data["reason"]))
    return None


class ReasonForm(forms.Form):
    """Why a criterion is taken out of force although marks refer to it."""

    reason = reason_field()


class TakeBackForm(forms.Form):
    """Why the last change of a criterion's sense is taken back."""

    reason = PlainField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The jury is told word for word, and the new rule sheet carries it."),
    )


class RuleAdmin(EventScopedAdmin):
    """Saved through one service, which tells whether the change is an amendment."""

    form = RuleForm
    operation = policy.EDIT_RUBRIC

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Before a sheet is out and marks are given, a rule touches nothing but itself."""

        def act() -> Any:
            return save_rule(
                actor=user_of(request),
                row=copy(obj),
                fields=[name for name in form.changed_data if name not in ("reason", "degree")],
                reason=form.cleaned_data.get("reason", ""),
                degree=form.cleaned_data.get("degree", ""),
                require_current=form.require_current,
            )

        event = require_event(obj)
        rests_on_it = sheet_of(event) is not None or has_marks(event)
        saved = self.do_as_shown(request, event, act) if rests_on_it else act()
        obj.pk = saved.pk

    def keep_refusal(self, request: HttpRequest, object_id: str | None, refusal: Any) -> None:
        row = self.get_object(request, object_id) if object_id else None
        event = event_of(row) if row else self.chosen_event(request)
        if event:
            what = {"model": self.opts.model_name, "row": object_id}
            verb = self.own_operation().verb
            record_refusal(actor=user_of(request), event=event, verb=verb, reason=refusal, **what)

    def chosen_event(self, request: HttpRequest) -> Event | None:
        chosen = request.POST.get("event", "")
        return (
            organised_by(user_of(request)).filter(pk=chosen).first() if chosen.isdecimal() else None
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without marks nobody is asked for a reason."""
        if not self.asks_why(request, obj):
            return self.fields
        about_words = ["degree"] if obj and self.model is Criterion else []
        return [*(self.fields or ()), *about_words, "reason"]

    def asks_why(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a new row nobody knows yet of which event it will be: any of one's own counts."""
        if obj is None:
            return any(has_marks(event) for event in own_events(request))
        return has_marks(require_event(obj), getattr(obj, "challenge_id", None))


@admin.register(Criterion)
class CriterionAdmin(RuleAdmin, TranslationAdmin):
    form = CriterionForm
    list_display = ["title", "weight", "scale", "challenge", "position", "event", "is_in_force"]
    list_select_related = ["event", "challenge"]
    fields = [
        "event",
        "challenge",
        "title",
        "meaning",
        "weight",
        "lowest",
        "highest",
        "anchors",
        "position",
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "weight":
            field.help_text = _(
                "How much it counts beside the others: 40 beside 20 counts twice as much. The "
                "weights need not add up to 100."
            )
        return field

    @admin.display(description=_("scale"))
    def scale(self, criterion: Criterion) -> str:
        return f"{criterion.lowest}–{criterion.highest}"

    @admin.display(description=_("in force"), boolean=True)
    def is_in_force(self, criterion: Criterion) -> bool:
        return criterion.retired_at is None

    def has_change_permission(self, request: HttpRequest, obj: Criterion | None = None) -> bool:
        """What is out of force stays as it was; what is sent reaches the service."""
        is_over = obj is not None and obj.retired_at and request.method != "POST"
        return not is_over and super().has_change_permission(request, obj)

    def is_held(self, row: Any, reader: "User") -> bool:
        """It is retired, whatever refers to it."""
        return False

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asks for a reason where marks have been given, as any change of the rules does."""
        row = self.get_object(request, object_id)
        if row is None or not self.asks_why(request, row):
            return super().delete_view(request, object_id, extra_context)
        form = ReasonForm(request.POST or None)
        if form.is_bound and not form.is_valid():
            self.message_user(request, " ".join(map(str, form.errors["reason"])), messages.ERROR)
            return redirect(request.path)
        step = self.show_retiring(request, row)
        own = {"reason_form": form, "step": step, **(extra_context or {})}
        return super().delete_view(request, object_id, own)

    def show_retiring(self, request: HttpRequest, criterion: Criterion) -> Step | None:
        """What goes with the criterion; nothing, where it cannot be retired now."""
        if request.method == "POST":
            return None
        actor, left = user_of(request), copy(criterion)
        try:
            return show_step(
                criterion.event,
                lambda: retire_criterion(actor=actor, criterion=left, reason="–"),
                actor,
            )
        except (ValidationError, PermissionDenied):
            return None

    def delete_model(self, request: HttpRequest, obj: Criterion) -> None:
        """A criterion that marks refer to is retired: the marks stay on record."""
        reason = request.POST.get("reason", "")

        def act() -> Criterion:
            return retire_criterion(actor=user_of(request), criterion=copy(obj), reason=reason)

        if not self.asks_why(request, obj):
            act()
            return
        step = take_step(request, obj.event, act)
        if not step.is_done:
            raise StateConflict(step.refusal or _("Look first at what this does."))


@admin.register(JuryRules)
class JuryRulesAdmin(RuleAdmin, TranslationAdmin):
    list_display = ["event", "official", "edits_until_lock", "jury_shown"]
    list_select_related = ["event"]
    fields = [
        "event",
        "official",
        "ladder",
        "edits_until_lock",
        "jury_shown",
        "conflicts_told",
        "conduct",
    ]

    def has_delete_permission(self, request: HttpRequest, obj: JuryRules | None = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "ladder":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.TypedMultipleChoiceField(
            label=capfirst(db_field.verbose_name),
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
        "challenge",
        "mode",
        "reviews_each",
        "most_per_judge",
        "more_waves",
        "wave_size",
        "stop_at",
        "opening",
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Panel | None = None) -> bool:
        return False


@admin.register(RuleSheet)
class RuleSheetAdmin(ReadOnlyAdmin):
    """The sheets that were published, and the button that publishes the next."""

    list_display = ["event", "number", "published_at", "published_by", "reason", "sha256"]
    list_select_related = ["event", "published_by"]
    change_list_template = "admin/judging/rulesheet/change_list.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        events = self.events_for(request, policy.PUBLISH_RULES)
        own = {
            "own_events": [event for event in events if has_unpublished_rules(event)],
            "changes_of_sense": list(
                filter(None, map(last_change_of_sense, self.events_for(request, TAKE_BACK_RULES)))
            ),
        }
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        publish = self.admin_site.admin_view(require_POST(self.publish))
        own = path("publish/<int:event_id>/", publish, name="judging_rulesheet_publish")
        back = path(
            "take-back/<int:change_id>/",
            self.admin_site.admin_view(self.take_back),
            name="judging_rulesheet_take_back",
        )
        return [own, back, *super().get_urls()]

    def take_back(self, request: HttpRequest, change_id: int) -> HttpResponse:
        """What it touches is shown when the page is opened, and done when it is sent."""
        own = ChangeOfSense.objects.filter(sheet__event__in=organised_by(user_of(request)))
        change = get_object_or_404(own.select_related("sheet__event", "criterion"), pk=change_id)
        refusal = TAKE_BACK_RULES.refusal_now(change)
        bar = TAKE_BACK_RULES.bar(request.user, change)
        obstacle = " ".join(refusal.messages) if refusal else bar or obstacle_to_taking_back(change)
        form = TakeBackForm(request.POST or None)
        step = None if obstacle else taking_back(request, change, form)
        if change.taken_back_at:
            self.message_user(request, obstacle, messages.WARNING)
        if step and step.is_done:
            words = _(
                "The change is taken back: sheet %(n)d is published, and the mails are on "
                "their way."
            )
            self.message_user(request, words % {"n": step.result.number})
        if change.taken_back_at or (step and step.is_done):
            return redirect("admin:judging_rulesheet_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take back the change of “%(title)s”") % {"title": change.criterion},
            "opts": self.opts,
            "change": change,
            "obstacle": obstacle,
            "form": form,
            "step": step,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/judging/rulesheet/take_back.html", context, status=status)

    def publish(self, request: HttpRequest, event_id: int) -> HttpResponse:
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        with refusal_in_message(request, denied=MAY_NOT) as act:
            sheet = publish_rules(actor=user_of(request), event=event)
        if act.is_done:
            self.message_user(request, _("Sheet %(n)d is published.") % {"n": sheet.number})
        return redirect("admin:judging_rulesheet_changelist")
