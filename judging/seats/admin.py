"""The jury in the organisers' workplace: people, panels, lists from elsewhere, who leaves."""

from copy import copy
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin

from challenges.models import Challenge
from hackathon.events.selectors import organised_by
from hackathon.files.photos import portrait
from hackathon.files.storage import store
from hackathon.kernel.operations import seen_at
from hackathon.kernel.phases import Phase
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import Event
from hackathon.web.forms import SPOKEN, PlainField, rows_field
from hackathon.web.refusals import MAY_NOT, refusal_in_form, refusal_in_message
from hackathon.web.signed_in import user_of
from hackathon.workplace.acting import Step, take_step
from hackathon.workplace.base import (
    EventScopedAdmin,
    OrganiserForm,
    came_from,
    event_named,
    language_chosen,
    tell_asked_no_more,
    timed_events,
)
from judging.jury.models import Judge
from judging.seats import importing, policy
from judging.seats.forms import ImportForm, PanelsForm
from judging.seats.selectors import returning, seating
from judging.seats.services.importing import import_judges
from judging.seats.services.jury import (
    delete_judge,
    invite_judge,
    save_judge,
    seat_panels,
)
from judging.seats.views import ruling


class SeatsWidget(forms.MultiWidget):
    """A select for each challenge, under the challenge's own name."""

    def __init__(self, challenges: list[Challenge]) -> None:
        choices = [("", _("not on this panel")), *seating.ROLES]
        super().__init__({str(one.pk): forms.Select(choices=choices) for one in challenges})
        self.titles = [f"{one.title} ({one.event})" for one in challenges]

    def decompress(self, value: Any) -> list[Any]:
        return value or [None] * len(self.widgets)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        values = self.decompress(value)
        rows = []
        for ending, title, widget, role in zip(
            vars(self)["widgets_names"], self.titles, self.widgets, values, strict=True
        ):
            key = f"id_{name}{ending}"
            rows.append((key, title, widget.render(f"{name}{ending}", role, {"id": key}, renderer)))
        return format_html_join("", '<p><label for="{}">{}</label> {}</p>', rows)

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return ""


class HiddenSeatsWidget(forms.MultiWidget):
    """The same places out of sight, for what the page showed."""

    def __init__(self, challenges: list[Challenge]) -> None:
        super().__init__({str(one.pk): forms.HiddenInput() for one in challenges})

    def decompress(self, value: Any) -> list[Any]:
        return value or [None] * len(self.widgets)


class SeatsField(forms.MultiValueField):
    """A role or nothing for each challenge; gives a dictionary of those with a role."""

    def __init__(self, challenges: list[Challenge], **kwargs: Any) -> None:
        roles = [("", ""), *seating.ROLES]
        vars(self)["hidden_widget"] = lambda: HiddenSeatsWidget(challenges)
        fields = [forms.ChoiceField(choices=roles, required=False) for _one in challenges]
        kwargs |= {"required": False, "require_all_fields": False}
        super().__init__(fields, widget=SeatsWidget(challenges), **kwargs)
        self.challenges = challenges

    def compress(self, values: Any) -> dict[Challenge, str]:
        pairs = zip(self.challenges, values or [], strict=False)
        return {challenge: role for challenge, role in pairs if role}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [v or "" for v in initial or []] != [v or "" for v in data or []]


class JudgeForm(OrganiserForm):
    panel = forms.Field(label=_("Panels"))
    reason = PlainField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_(
            "Only needed to take a judge off a panel where their marks count. "
            "It stands in the minutes."
        ),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organised = Challenge.objects.filter(event__organisers__user=user_of(self.request))
        seats = {}
        asked = event_named(self.request)
        if not self.instance.pk and asked:
            events: Any = rows_field(self, "event")
            events.queryset = events.queryset.filter(pk=asked)
            organised = organised.filter(event=int(asked))
        if self.instance.pk:
            organised = organised.filter(event=self.instance.event_id)
            seats = dict(self.instance.panel_seats.values_list("challenge", "role"))
        challenges = list(organised.select_related("event"))
        self.fields["panel"] = SeatsField(
            challenges,
            label=_("Panels"),
            initial=[seats.get(challenge.pk, "") for challenge in challenges],
            help_text=_(
                "The president, deputies and members of a panel score what is submitted there. "
                "Whoever is in reserve scores nothing until you give them another role. The "
                "president leads the panel. While it has none, or its president is tied to a team "
                "of the event, the deputy leads it."
            ),
        )
        if not self.instance.accepted_at:
            self.fields["email"].help_text = _(
                "Saving does not invite anybody. Once the judge is saved, invite them with the "
                "button on their page, or several at once in the list of judges."
            )
        self.carry_values()

    def read_current(self) -> dict[str, Any]:
        panels = cast("SeatsField", self.fields["panel"])
        seats = dict(self.instance.panel_seats.values_list("challenge", "role"))
        panel = [seats.get(challenge.pk, "") for challenge in panels.challenges]
        return {**super().read_current(), "panel": panel}

    def clean_picture(self) -> UploadedFile | None:
        upload = self.cleaned_data["picture"]
        return portrait(upload) if upload else None


def has_begun(event: Event) -> bool:
    """Whether the jury is at work, so that a seat comes with projects and marks."""
    return event.phase_at(seen_at(event)) in (Phase.JUDGING, Phase.DELIBERATION)


def state_of_who_left(judge: Judge) -> str:
    """Why they left, whether they are asked again, and the way back until it is too late."""
    left = format_html("{}: {}", _("has left"), judge.left_reason)
    if judge.declined_at:
        return format_html("{} ({})", _("invited again, declined"), left)
    if judge.invited_at:
        left = format_html("{} ({})", _("invited again, no answer yet"), left)
    if judge.event.published_at:
        return left
    url = reverse("admin:judging_judge_reinstate", args=[judge.pk])
    return format_html('{} <a href="{}">{}</a>', left, url, _("Take back into the jury"))


class JudgeList(ChangeList):
    """The rows that are shown, with their panels; in as many queries for any number of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        prefetch_related_objects(list(self.result_list), "panel_seats__challenge")


@admin.register(Judge)
class JudgeAdmin(EventScopedAdmin, TranslationAdmin):
    form = JudgeForm
    operation = policy.EDIT_JURY
    why_held = _(
        "Scorecards, conflicts of interest or seats on a panel are kept of this judge. Excuse or "
        "replace them instead."
    )
    list_display = ["name", "email", "panels_in_words", "state", "event", "position"]
    list_select_related = ["event"]
    fields = [
        "event",
        "name",
        "function",
        "organisation",
        "biography",
        "position",
        "email",
        "panel",
        "reason",
        "picture",
        "state",
        "said",
    ]
    readonly_fields = ["state", "said"]
    actions = ["invite_selected"]
    timed_actions = {"invite_selected": policy.INVITE_JUDGE}
    change_form_template = "admin/judging/judge/change_form.html"
    change_list_template = "admin/judging/judge/change_list.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return JudgeList

    @admin.display(description=_("invitation"))
    def state(self, judge: Judge) -> StrOrPromise:
        if judge.left_at:
            return state_of_who_left(judge)
        if judge.accepted_at:
            return _("accepted")
        if judge.declined_at:
            return _("declined")
        return _("invited") if judge.invited_at else _("not invited yet")

    @admin.display(description=_("panels"))
    def panels_in_words(self, judge: Judge) -> str:
        seats = sorted(judge.panel_seats.all(), key=lambda seat: seat.challenge.position)
        return "; ".join(f"{seat.challenge}: {seat.get_role_display()}" for seat in seats)

    @admin.display(description=_("languages and times"))
    def said(self, judge: Judge) -> str:
        spoken = ", ".join(SPOKEN.get(code, code) for code in judge.languages)
        return " · ".join(filter(None, (spoken, judge.availability)))

    def get_fields(self, request: HttpRequest, obj: Judge | None = None) -> Any:
        """What a judge has not said yet is no line; a new one leaves no panel, for no reason."""
        names = super().get_fields(request, obj)
        idle = {"reason", "state", "said"} if obj is None else set()
        if obj and not self.said(obj):
            idle = {"said"}
        return [name for name in names if name not in idle]

    def has_delete_permission(self, request: HttpRequest, obj: Judge | None = None) -> bool:
        """Whoever has accepted is excused. What is sent reaches the service, which says so."""
        is_offered = obj is None or obj.accepted_at is None or request.method == "POST"
        return is_offered and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Judge) -> None:
        delete_judge(actor=user_of(request), judge=obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        invite = view(require_POST(self.invite))
        return [
            path("<int:judge_id>/invite/", invite, name="judging_judge_invite"),
            path("<int:judge_id>/excuse/", view(self.excuse), name="judging_judge_excuse"),
            path("<int:judge_id>/reinstate/", view(self.reinstate), name="judging_judge_reinstate"),
            path("panels/<int:event_id>/", view(self.panels), name="judging_judge_panels"),
            path("import/<int:event_id>/", view(self.bring), name="judging_judge_import"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        events, open_ones = timed_events(request), self.events_for(request, policy.IMPORT_JUDGES)
        for event in events:
            vars(event)["takes_list"] = event in open_ones
        context = {"own_events": events, **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Judge | None = None,
    ) -> HttpResponse:
        context["may_excuse"] = obj is not None and policy.EXCUSE_JUDGE.allows(request.user, obj)
        context["may_reinstate"] = (
            obj is not None
            and policy.REINSTATE_JUDGE.allows(request.user, obj)
            and returning.is_reinstatable(obj)
        )
        context["may_invite"] = obj is not None and policy.INVITE_JUDGE.allows(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Judge, form: Any, change: bool) -> None:
        picture = form.cleaned_data["picture"]
        moves = not change or "panel" in form.changed_data
        photo = store(picture) if picture else None

        def act() -> Judge:
            return save_judge(
                actor=user_of(request),
                judge=copy(obj),
                panel=form.cleaned_data["panel"] if moves else None,
                photo=photo,
                fields=form.changed_data,
                reason=form.cleaned_data["reason"],
                require_current=form.require_current,
            )

        is_followed = change and moves and has_begun(obj.event)
        was_asked = change and "email" in form.changed_data and obj.awaits_answer
        saved = self.do_as_shown(request, obj.event, act) if is_followed else act()
        obj.pk = saved.pk
        if was_asked:
            tell_asked_no_more(self, request, saved)

    def invite(self, request: HttpRequest, judge_id: int) -> HttpResponse:
        judge = get_object_or_404(self.get_queryset(request), pk=judge_id)
        self.send_invitation(request, judge, is_chosen=True)
        return redirect("admin:judging_judge_change", judge_id)

    @admin.action(description=_("Invite the selected judges by mail"))
    def invite_selected(self, request: HttpRequest, judges: QuerySet[Judge]) -> None:
        for judge in judges:
            self.send_invitation(request, judge)

    def send_invitation(
        self, request: HttpRequest, judge: Judge, *, is_chosen: bool = False
    ) -> None:
        """With ``is_chosen`` in the language that was chosen beside the button."""
        was_mailed = judge.invited_at is not None
        with refusal_in_message(request, denied=MAY_NOT, about=judge) as act:
            language = language_chosen(request) if is_chosen else ""
            invite_judge(actor=user_of(request), judge=judge, language=language)
        if act.is_done:
            sentence = _("%(judge)s is invited; the mail is on its way.")
            if was_mailed:
                sentence = _(
                    "%(judge)s is invited again; the mail is on its way. The link of the earlier "
                    "mail no longer works."
                )
            self.message_user(request, sentence % {"judge": judge})

    def show(self, request: HttpRequest, template: str, title: Any, context: dict) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        status = 422 if getattr(context.get("form"), "errors", None) else 200
        return render(
            request, f"admin/judging/judge/{template}.html", {**frame, **context}, status=status
        )

    def excuse(self, request: HttpRequest, judge_id: int) -> HttpResponse:
        judge = get_object_or_404(self.get_queryset(request).select_related("event"), pk=judge_id)
        if judge.left_at:
            words = _("%(judge)s has left the jury already.") % {"judge": judge}
            self.message_user(request, words, messages.WARNING)
            return redirect("admin:judging_judge_change", judge_id)
        if not policy.EXCUSE_JUDGE.allows(request.user, judge):
            bar = policy.EXCUSE_JUDGE.bar(request.user, judge)
            self.message_user(request, bar or _("This is not possible now."), messages.ERROR)
            return redirect("admin:judging_judge_change", judge_id)
        page = ruling.excuse_page(request, judge)
        if page.said:
            self.message_user(request, page.said)
            return redirect("admin:judging_judge_changelist")
        title = _("Excuse %(name)s") % {"name": judge.name}
        return self.show(request, "excuse", title, page.context)

    def reinstate(self, request: HttpRequest, judge_id: int) -> HttpResponse:
        judge = get_object_or_404(self.get_queryset(request).select_related("event"), pk=judge_id)
        if not policy.REINSTATE_JUDGE.may(request.user, judge):
            raise Http404
        if not returning.is_reinstatable(judge):
            self.message_user(request, returning.why_not(judge), messages.WARNING)
            return redirect("admin:judging_judge_change", judge_id)
        if not policy.REINSTATE_JUDGE.allows(request.user, judge):
            bar = policy.REINSTATE_JUDGE.bar(request.user, judge)
            self.message_user(request, bar or _("This is not possible now."), messages.ERROR)
            return redirect("admin:judging_judge_change", judge_id)
        page = ruling.reinstate_page(request, judge)
        if page.said:
            self.message_user(request, page.said)
            return redirect("admin:judging_judge_change", judge_id)
        title = _("Take %(name)s back into the jury") % {"name": judge.name}
        return self.show(request, "reinstate", title, page.context)

    def panels(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Who sits where, for all challenges at once."""
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        form = PanelsForm(
            request.POST or None, table=seating.table(event), event=event, reader=user_of(request)
        )
        step = None
        if form.is_bound and form.is_valid():
            with refusal_in_form(form):
                step = self.take_seating(request, event, form)
        if step and step.is_done:
            self.message_user(request, _("Saved."))
            return came_from(request) or redirect("admin:judging_judge_panels", event_id)
        context = {
            "event": event,
            "step": step,
            "form": form,
            "challenges": list(event.challenges.all()),
            "may_edit": policy.SEAT_PANELS.allows(request.user, event),
            "bar": policy.SEAT_PANELS.bar(request.user, event),
            "leaderless": seating.without_president(event),
        }
        return self.show(request, "panels", _("Panels"), context)

    def take_seating(self, request: HttpRequest, event: Event, form: PanelsForm) -> Step:
        """Before judging, who sits where touches nothing else: it is saved with one press."""
        if has_begun(event):
            return take_step(request, event, lambda: self.seat(request, event, form))
        self.seat(request, event, form)
        return Step(True)

    def seat(self, request: HttpRequest, event: Event, form: PanelsForm) -> None:
        seat_panels(
            actor=user_of(request),
            event=event,
            seats=form.seats,
            reason=form.cleaned_data["reason"],
            require_current=form.require_seats_current,
        )

    def bring(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """A list of judges: first what will happen, line by line, then the import."""
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        form = ImportForm(request.POST or None, request.FILES or None, event=event)
        too_late = policy.IMPORT_JUDGES.refusal_now(event)
        context = {"event": event, "form": form, "too_late": too_late}
        context["bar"] = policy.IMPORT_JUDGES.bar(request.user, event)
        if form.is_bound and form.is_valid():
            with refusal_in_form(form):
                context |= self.read_list(request, event, form)
        if "done" in context:
            self.message_user(request, _("Imported: %(n)d.") % {"n": context["done"]})
            url = reverse("admin:judging_judge_changelist")
            return redirect(f"{url}?event={event_id}")
        return self.show(request, "import", _("Import judges"), context)

    def read_list(self, request: HttpRequest, event: Event, form: ImportForm) -> dict:
        said = form.cleaned_data
        text = importing.text_of_upload(said["file"]) if said["file"] else said["text"]
        if request.POST.get("do") == "import":
            lines = import_judges(
                actor=user_of(request),
                event=event,
                text=text,
                invite=said["invite"],
                language=said["language"],
            )
            return {"done": len(lines)}
        lines = importing.read_list(event, text)
        problems = sum(len(line.problems) for line in lines)
        return {
            "lines": lines,
            "problems": problems,
            "text": text,
            "invite": said["invite"],
            "language": said["language"],
        }
