"""The organisers' page about time: deadlines, more of it, and who asks for it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hackathon.events.selectors import organised_by
from hackathon.kernel.operations import database_clock, seen_at
from hackathon.kernel.phases import Phase
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import Event
from hackathon.web.forms import choice_field
from hackathon.web.refusals import MAY_NOT, refusal_in_form
from hackathon.web.signed_in import user_of
from hackathon.workplace.acting import Step, take_step
from hackathon.workplace.base import ReadOnlyAdmin
from teams.deadlines import policy
from teams.deadlines.models import Extension, LateRequest
from teams.deadlines.selectors.times import (
    extended_teams,
    extensions_of,
    late_request_or_404,
    waiting_requests,
)
from teams.deadlines.services import deadlines
from teams.deadlines.services.countdown import rows_of
from teams.team.admin.rivals import HidesRivals, without_rivals

if TYPE_CHECKING:
    from hackathon.kernel.models.user import User


MOST_MINUTES = 7 * 24 * 60


def own_ids(asked: LateRequest) -> str:
    """Of the fields of one answer: several stand on the page, beside another form."""
    return f"late-{asked.pk}-%s"


def minutes_field(**more: Any) -> forms.IntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    return forms.IntegerField(label=_("Minutes"), validators=limits, **more)


class MoreTimeForm(forms.Form):
    """How much more, for whom, and why."""

    whom = forms.ChoiceField(label=_("For whom"))
    minutes = minutes_field(
        help_text=_("From the deadline; from now if it has passed. It never moves back.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody concerned reads it: on the event's pages and by mail."),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.challenges = {f"c{row.pk}": row for row in event.challenges.all()}
        teams = event.teams.standing().select_related("challenge")
        self.teams = {f"t{row.pk}": row for row in teams}
        choice_field(self, "whom").choices = [
            ("", _("Choose …")),
            ("all", self.everyone()),
            (_("One challenge"), [(key, str(row)) for key, row in self.challenges.items()]),
            (_("One team"), [(key, str(row)) for key, row in self.teams.items()]),
        ]

        if self.is_over():
            self.fields["whom"].help_text = _(
                "If all teams get more time, judging goes on when that time is over. To end it "
                "sooner, set “Submissions close” on the event's own page."
            )

    def is_over(self) -> bool:
        writing = (Phase.HACKING, Phase.REGISTRATION, Phase.DRAFT)
        return self.event.phase_at(seen_at(self.event)) not in writing

    def everyone(self) -> StrOrPromise:
        """Once the deadline has passed, more time for all is another phase for all."""
        if not self.is_over():
            return _("Everyone")
        return _("All teams: the event goes back to “%(phase)s”") % {"phase": Phase.HACKING.label}

    def carry_out(self, actor: "User") -> None:
        said = dict(self.cleaned_data, actor=actor)
        whom = said.pop("whom")
        if team := self.teams.get(whom):
            team.event = self.event
            deadlines.grant_extension(team=team, **said)
        else:
            challenge = self.challenges.get(whom)
            deadlines.grant_to_all(event=self.event, challenge=challenge, **said)


class AnswerForm(forms.Form):
    """Some minutes, or a word why not."""

    minutes = minutes_field(required=False)
    words = forms.CharField(label=_("A word to the team"), max_length=300, required=False)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        cleaned = self.cleaned_data
        if "accept" in self.data and not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how many minutes the team gets."))
        if "decline" in self.data and not cleaned.get("words"):
            self.add_error("words", _("Say why: the team reads it."))
        return cleaned


@admin.register(Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    list_display = ["granted_at", "event", "whom", "before", "until", "granted_by", "reason"]
    list_select_related = ["event", "team", "challenge", "granted_by"]
    ordering = ["-id"]

    @admin.display(description=_("for whom"))
    def whom(self, extension: Extension) -> str:
        return str(extension.team or extension.challenge or _("Everyone"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:event_id>/deadlines/", view(self.deadlines), name="teams_extension_deadlines"
            ),
            path(
                "<int:event_id>/late/<int:laterequest_id>/",
                view(self.answer),
                name="teams_extension_answer",
            ),
            *super().get_urls(),
        ]

    def own_event(self, request: HttpRequest, event_id: int) -> Event:
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        event.seen_at = database_clock()
        return event

    def deadlines(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """When each deadline is, what was given so far, who waits; and a form to give more."""
        event = self.own_event(request, event_id)
        form = MoreTimeForm(request.POST or None, event=event)
        step = self.take_step(request, event, form, form.carry_out)
        if step and step.is_done:
            return redirect("admin:teams_extension_deadlines", event.pk)
        return self.page(request, self.own_event(request, event_id), form, step=step)

    def answer(self, request: HttpRequest, event_id: int, laterequest_id: int) -> HttpResponse:
        event = self.own_event(request, event_id)
        asked = late_request_or_404(event, laterequest_id)
        form = AnswerForm(request.POST or None, auto_id=own_ids(asked))

        def carry_out(actor: "User") -> None:
            minutes = form.cleaned_data["minutes"] if "accept" in request.POST else None
            words = form.cleaned_data["words"]
            deadlines.answer_late(actor=actor, asked=asked, minutes=minutes, words=words)

        step = self.take_step(request, event, form, carry_out)
        if step and step.is_done:
            return redirect("admin:teams_extension_deadlines", event.pk)
        event = self.own_event(request, event_id)
        return self.page(request, event, MoreTimeForm(event=event), {asked.pk: form}, step)

    def take_step(
        self, request: HttpRequest, event: Event, form: forms.Form, carry_out: Callable[..., Any]
    ) -> Step | None:
        """Show what it does, or do it; a refusal goes into the form."""
        if not form.is_bound or not form.is_valid():
            return None
        with refusal_in_form(form, denied=MAY_NOT) as act:
            step = take_step(request, event, lambda: carry_out(request.user))
        if not act.is_done:
            return None
        if step.is_done:
            words = _("Done. Whom it concerns is told by mail.")
            self.message_user(request, words, messages.SUCCESS)
        return step

    def page(
        self,
        request: HttpRequest,
        event: Event,
        form: forms.Form,
        answers: dict | None = None,
        step: Step | None = None,
    ) -> HttpResponse:
        waiting = [
            (asked, (answers or {}).get(asked.pk) or AnswerForm(auto_id=own_ids(asked)))
            for asked in without_rivals(waiting_requests(event), user_of(request))
        ]
        with timezone.override(event.zone):
            context = {
                **self.admin_site.each_context(request),
                "title": _("Deadlines and more time"),
                "opts": self.opts,
                "event": event,
                "rows": rows_of(event),
                "extended": extended_teams(event),
                "extensions": extensions_of(event),
                "waiting": waiting,
                "form": form,
                "step": step,
                "bar": policy.GRANT_ALL.bar(request.user, event),
                "is_open": policy.GRANT_ALL.open_now(event),
                "phase": event.phase_at(event.seen_at),
                "now": event.seen_at,
            }
            return render(request, "admin/teams/extension/deadlines.html", context)


@admin.register(LateRequest)
class LateRequestAdmin(HidesRivals, ReadOnlyAdmin):
    event_path = "team__event"
    list_display = ["asked_at", "team", "asked_by", "answer", "answered_by", "answered_at"]
    list_select_related = ["team", "asked_by", "answered_by"]
    list_filter = ["answer"]
    ordering = ["-id"]
