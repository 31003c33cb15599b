"""The jury in the organisers' workplace: people, panels, lists from elsewhere, who leaves."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin

from challenges.models import Challenge
from hackathon.admin_base import EventScopedAdmin, OrganiserForm
from hackathon.forms import SPOKEN
from hackathon.photos import portrait
from hackathon.selectors import organised_by
from hackathon.storage import store
from judging import importing, policy, ruling, seating
from judging.jury_forms import ImportForm, PanelsForm
from judging.models import Judge
from judging.services.importing import import_judges
from judging.services.jury import invite_judge, save_judge, seat_panels


class SeatsWidget(forms.MultiWidget):
    """A select for each challenge, under the challenge's own name."""

    def __init__(self, challenges: list[Challenge]):
        choices = [("", _("not on this panel")), *seating.ROLES]
        super().__init__({str(one.pk): forms.Select(choices=choices) for one in challenges})
        self.titles = [f"{one.title} ({one.event})" for one in challenges]

    def decompress(self, value):
        return value or [None] * len(self.widgets)

    def render(self, name, value, attrs=None, renderer=None):
        values = self.decompress(value)
        rows = []
        for ending, title, widget, role in zip(
            self.widgets_names, self.titles, self.widgets, values, strict=True
        ):
            key = f"id_{name}{ending}"
            rows.append((key, title, widget.render(f"{name}{ending}", role, {"id": key}, renderer)))
        return format_html_join("", '<p><label for="{}">{}</label> {}</p>', rows)

    def id_for_label(self, id_, index="0"):
        return ""


class SeatsField(forms.MultiValueField):
    """A role or nothing for each challenge; gives a dictionary of those with a role."""

    def __init__(self, challenges: list[Challenge], **kwargs):
        roles = [("", ""), *seating.ROLES]
        fields = [forms.ChoiceField(choices=roles, required=False) for _one in challenges]
        kwargs |= {"required": False, "require_all_fields": False}
        super().__init__(fields, widget=SeatsWidget(challenges), **kwargs)
        self.challenges = challenges

    def compress(self, values):
        pairs = zip(self.challenges, values or [], strict=False)
        return {challenge: role for challenge, role in pairs if role}

    def has_changed(self, initial, data) -> bool:
        return [v or "" for v in initial or []] != [v or "" for v in data or []]


class JudgeForm(OrganiserForm):
    panel = forms.Field(label=_("Panels"))
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
        seats = {}
        if self.instance.pk:
            organised = organised.filter(event=self.instance.event_id)
            seats = dict(self.instance.panel_seats.values_list("challenge", "role"))
        challenges = list(organised.select_related("event"))
        self.fields["panel"] = SeatsField(
            challenges,
            label=_("Panels"),
            initial=[seats.get(challenge.pk, "") for challenge in challenges],
            help_text=_("Members and presidents score what is submitted; a reserve waits."),
        )

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        return portrait(upload) if upload else None


class JudgeAdmin(EventScopedAdmin, TranslationAdmin):
    form = JudgeForm
    operation = policy.EDIT_JURY
    list_display = ["name", "function", "event", "position", "state"]
    list_select_related = ["event"]
    fields = [
        "event", "name", "function", "organisation", "biography", "position", "email", "panel",
        "picture", "state", "said",
    ]  # fmt: skip
    readonly_fields = ["state", "said"]
    actions = ["invite_selected"]
    change_form_template = "admin/judging/judge/change_form.html"
    change_list_template = "admin/judging/judge/change_list.html"

    @admin.display(description=_("invitation"))
    def state(self, judge: Judge) -> str:
        if judge.left_at:
            return format_html("{}: {}", _("has left"), judge.left_reason)
        if judge.accepted_at:
            return _("accepted")
        return _("invited") if judge.invited_at else _("not invited yet")

    @admin.display(description=_("languages and times"))
    def said(self, judge: Judge) -> str:
        spoken = ", ".join(SPOKEN.get(code, code) for code in judge.languages)
        return " · ".join(filter(None, (spoken, judge.availability)))

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self):
        view = self.admin_site.admin_view
        invite = view(require_POST(self.invite))
        return [
            path("<int:judge_id>/invite/", invite, name="judging_judge_invite"),
            path("<int:judge_id>/excuse/", view(self.excuse), name="judging_judge_excuse"),
            path("panels/<int:event_id>/", view(self.panels), name="judging_judge_panels"),
            path("import/<int:event_id>/", view(self.bring), name="judging_judge_import"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        events = {"own_events": list(organised_by(request.user))}
        return super().changelist_view(request, {**events, **(extra_context or {})})

    def save_model(self, request, obj, form, change) -> None:
        picture = form.cleaned_data["picture"]
        save_judge(
            actor=request.user,
            judge=obj,
            panel=form.cleaned_data["panel"],
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

    def show(self, request: HttpRequest, template: str, title, context: dict) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        status = 422 if getattr(context.get("form"), "errors", None) else 200
        return render(request, f"admin/judging/judge/{template}.html", {**frame, **context},
                      status=status)  # fmt: skip

    def excuse(self, request: HttpRequest, judge_id: int) -> HttpResponse:
        judges = self.get_queryset(request).filter(left_at=None).select_related("event")
        judge = get_object_or_404(judges, pk=judge_id)
        if not policy.EXCUSE_JUDGE.allows(request.user, judge):
            self.message_user(request, _("This is not possible now."), messages.ERROR)
            return redirect("admin:judging_judge_change", judge_id)
        page = ruling.excuse_page(request, judge)
        if page.said:
            self.message_user(request, page.said)
            return redirect("admin:judging_judge_changelist")
        title = _("Excuse %(name)s") % {"name": judge.name}
        return self.show(request, "excuse", title, page.context)

    def panels(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Who sits where, for all challenges at once."""
        event = get_object_or_404(organised_by(request.user), pk=event_id)
        form = PanelsForm(request.POST or None, table=seating.table(event))
        if form.is_bound and form.is_valid():
            try:
                seat_panels(actor=request.user, event=event, seats=form.seats)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                self.message_user(request, _("Saved."))
                return redirect("admin:judging_judge_panels", event_id)
        context = {
            "event": event,
            "form": form,
            "challenges": list(event.challenges.all()),
            "may_edit": policy.SEAT_PANELS.allows(request.user, event),
            "leaderless": seating.without_president(event),
        }
        return self.show(request, "panels", _("Panels"), context)

    def bring(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """A list of judges: first what will happen, line by line, then the import."""
        event = get_object_or_404(organised_by(request.user), pk=event_id)
        form = ImportForm(request.POST or None, request.FILES or None)
        context = {"event": event, "form": form}
        if form.is_bound and form.is_valid():
            try:
                context |= self.read_list(request, event, form)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
        if "done" in context:
            self.message_user(request, _("Imported: %(n)d.") % {"n": context["done"]})
            url = reverse("admin:judging_judge_changelist")
            return redirect(f"{url}?event={event_id}")
        return self.show(request, "import", _("Import judges"), context)

    def read_list(self, request: HttpRequest, event, form: ImportForm) -> dict:
        said = form.cleaned_data
        text = importing.text_of_upload(said["file"]) if said["file"] else said["text"]
        if request.POST.get("do") == "import":
            lines = import_judges(actor=request.user, event=event, text=text, invite=said["invite"])
            return {"done": len(lines)}
        lines = importing.read(event, text)
        problems = sum(len(line.problems) for line in lines)
        return {"lines": lines, "problems": problems, "text": text, "invite": said["invite"]}
