"""Who takes part: the list, the answers, and the organisers' decisions."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hackathon.events.selectors import organised_by
from hackathon.kernel.consequences import taken_back
from hackathon.kernel.texts import problem_of
from hackathon.kernel.undecided import undecided_about
from hackathon.mail.services.wording import write_words
from hackathon.models import Event, User
from hackathon.web.refusals import refusal_in_form, words_of
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import EventScopedAdmin
from teams.participants import policy
from teams.participants.models.participant import Participant
from teams.participants.services.admission import (
    ACCEPT,
    DECLINE,
    HAVING_PLACE,
    QUEUE,
    STATES,
    WAIT,
    decide,
    note_participant,
)
from teams.participants.services.places import confirmable_until
from teams.rulings import selectors as rulings_selectors
from teams.rulings.admin.match_form import MatchForm
from teams.rulings.policy import MATCH_PEOPLE
from teams.rulings.services import invite_matches
from teams.team.admin.lists import download_participants

MOST_WORDS = Participant._meta.get_field("words").max_length


class HasTeamFilter(admin.SimpleListFilter):
    title = _("team")
    parameter_name = "team"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("yes", _("in a team")), ("no", _("without a team"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        seated = queryset.filter(user__seats__event=F("event"))
        if self.value() == "yes":
            return seated
        return queryset.exclude(pk__in=seated.values("pk")) if self.value() == "no" else queryset


@admin.register(Participant)
class ParticipantAdmin(EventScopedAdmin):
    operation = policy.NOTE_PARTICIPANT
    list_display = [
        "user",
        "email",
        "status",
        "is_held",
        "applied_at",
        "team",
        "arrived_at",
        "event",
    ]
    list_select_related = ["user", "event"]
    list_filter = ["status", "is_held", HasTeamFilter]
    search_fields = ["user__name", "user__email", "note"]
    ordering = ["applied_at", "pk"]
    actions = [
        "accept_selected",
        "queue_selected",
        "wait_selected",
        "decline_selected",
        download_participants,
    ]
    timed_actions = dict.fromkeys(actions[:-1], policy.DECIDE_PARTICIPANT)
    fields = [
        "event",
        "user",
        "email",
        "status",
        "is_held",
        "place",
        "applied_at",
        "confirm_by",
        "confirmed_at",
        "arrived_at",
        "code",
        "answers",
        "agreements",
        "words",
        "note",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("user__seats__team")

    change_form_template = "admin/teams/participant/change_form.html"

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Participant | None = None,
    ) -> HttpResponse:
        if obj is not None:
            context["undecided"] = undecided_about(obj.user, [obj.event], user_of(request))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_fields(self, request: HttpRequest, obj: Participant | None = None) -> Any:
        """Without what is true only of somebody who was told to wait."""
        is_held = obj is not None and obj.is_held
        return [name for name in self.fields if name != "is_held" or is_held]

    def get_readonly_fields(self, request: HttpRequest, obj: Participant | None = None) -> Any:
        return [name for name in self.fields if name != "note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, obj: Participant) -> None:
        """Nobody but the person has a page of it."""

    def has_delete_permission(self, request: HttpRequest, obj: Participant | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.matches)
        return [
            path("<int:event_id>/matches/", view, name="teams_participant_matches"),
            *super().get_urls(),
        ]

    def matches(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """People without a team, each with a proposed one; what is chosen goes out by mail."""
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        openings = rulings_selectors.openings(event)
        rows = rulings_selectors.match_people(rulings_selectors.orphans(event), openings)
        form = MatchForm(request.POST or None, rows=rows, openings=openings)
        if form.is_bound and form.is_valid() and self.send_matches(request, event, form):
            return redirect("admin:teams_participant_matches", event_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("People without a team"),
            "opts": self.opts,
            "event": event,
            "form": form,
            "too_late": MATCH_PEOPLE.refusal_now(event),
            "bar": MATCH_PEOPLE.bar(request.user, event),
            "small": [opening for opening in openings if opening.needed],
        }
        status = 422 if form.errors else 200
        page = "admin/teams/participant/matches.html"
        return render(request, page, context, status=status)

    def send_matches(self, request: HttpRequest, event: Event, form: MatchForm) -> bool:
        with refusal_in_form(form) as act:
            sent = invite_matches(actor=user_of(request), event=event, pairs=form.pairs())
        if not act.is_done:
            return False
        self.message_user(request, _("Invited: %(n)d. The mails are on their way.") % {"n": sent})
        return True

    @admin.display(description=_("email address"))
    def email(self, participant: Participant) -> str:
        return participant.user.email

    @admin.display(description=_("team"))
    def team(self, participant: Participant) -> str:
        seats = participant.user.seats.all()
        return next((str(s.team) for s in seats if s.event_id == participant.event_id), "")

    @admin.display(description=_("answers"))
    def answers(self, participant: Participant) -> str:
        given = participant.answers.select_related("question")
        rows = [(answer.question.label, answer.shown) for answer in given]
        return format_html_join("", "<p><strong>{}</strong><br>{}</p>", rows)

    @admin.display(description=_("agreements"))
    def agreements(self, participant: Participant) -> str:
        rows = [
            (str(one.text), date_format(timezone.localtime(one.accepted_at), "DATETIME_FORMAT"))
            for one in participant.acceptances.select_related("text")
        ]
        return format_html_join("", "<p>{}, {}</p>", rows)

    def save_model(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> None:
        note_participant(
            actor=user_of(request),
            participant=obj,
            note=form.cleaned_data["note"],
            require_current=form.require_current,
        )

    @admin.action(description=_("Accept, with a mail …"))
    def accept_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self.decide_all(request, rows, "accept")

    @admin.action(description=_("Put in line: the next free place is offered, with a mail …"))
    def queue_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self.decide_all(request, rows, "queue")

    @admin.action(description=_("Let wait until you decide, with a mail …"))
    def wait_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self.decide_all(request, rows, "wait")

    @admin.action(description=_("Decline, with a mail …"))
    def decline_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self.decide_all(request, rows, "decline")

    def decide_all(
        self, request: HttpRequest, rows: QuerySet, decision: str
    ) -> HttpResponse | None:
        """First a page with the mail as the first one gets it; then the decision itself."""
        words = request.POST.get("words", "").strip()
        too_long = problem_of(words, MOST_WORDS)
        chosen = list(rows.select_related("event", "user").order_by("applied_at", "pk"))
        if "send" in request.POST and not too_long:
            done = self.carry_out(request, chosen, decision, words)
            if done:
                said = _("Decided: %(n)d. The mails are on their way.") % {"n": done}
                self.message_user(request, said)
            return None
        with taken_back():
            refused = decide_each(user_of(request), list(rows.all()), decision, words)
        possible = [one for one in chosen if one.pk not in refused]
        context = {
            **self.admin_site.each_context(request),
            "title": title_of(decision, len(chosen)),
            "button": BUTTONS[decision],
            "opts": self.opts,
            "chosen": [(one, refused.get(one.pk, "")) for one in chosen],
            "action": request.POST["action"],
            "words": words,
            "too_long": too_long,
            "preview": preview(possible[0], decision, words) if possible else None,
        }
        return render(request, "admin/teams/participant/decide.html", context)

    def carry_out(self, request: HttpRequest, chosen: list, decision: str, words: str) -> int:
        """Decide about each; gives how many could be decided, and says why the others not."""
        refused = decide_each(user_of(request), chosen, decision, words)
        for participant in chosen:
            if said := refused.get(participant.pk):
                self.message_user(request, f"{participant}: {said}", messages.ERROR)
        return len(chosen) - len(refused)


BUTTONS = {
    ACCEPT: _("Accept, and send the mail"),
    QUEUE: _("Put in line, and send the mail"),
    WAIT: _("Let wait, and send the mail"),
    DECLINE: _("Decline, and send the mail"),
}


def title_of(decision: str, n: int) -> str:
    """What is about to be decided, with the number of people."""
    titles = {
        ACCEPT: ngettext("Accept %(n)d person", "Accept %(n)d people", n),
        QUEUE: ngettext("Put %(n)d person in line", "Put %(n)d people in line", n),
        WAIT: ngettext("Let %(n)d person wait", "Let %(n)d people wait", n),
        DECLINE: ngettext("Decline %(n)d person", "Decline %(n)d people", n),
    }
    return titles[decision] % {"n": n}


def decide_each(actor: User, chosen: list, decision: str, words: str) -> dict[int, str]:
    """Each by itself; gives a sentence for each participant who cannot be decided about."""
    refused = {}
    for participant in chosen:
        try:
            decide(actor=actor, participant=participant, decision=decision, words=words)
        except (ValidationError, PermissionDenied) as refusal:
            refused[participant.pk] = words_of(refusal)
    return refused


def preview(participant: Participant, decision: str, words: str) -> dict[str, str]:
    """The mail as the person would get it, in their language; nothing is kept."""
    had_place = participant.status in HAVING_PLACE
    participant.confirm_by = confirmable_until(participant.event, timezone.now())
    context = {
        "participant": participant,
        "event": participant.event,
        "state": STATES[decision],
        "words": words,
        "is_held": decision == WAIT,
        "had_place": had_place,
        "site_url": settings.SITE_URL,
    }
    subject, text = write_words("teams/mail/participant", participant.user.language, context)
    return {"to": participant.user.email, "subject": subject, "text": text}
