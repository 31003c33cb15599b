"""Who takes part: the list, the answers, and the organisers' decisions."""

from datetime import timedelta

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from hackathon.admin_base import EventScopedAdmin
from hackathon.selectors import organised_by
from hackathon.services.wording import written
from teams import matching, policy
from teams.admin.lists import download_participants
from teams.models import Participant
from teams.services.admission import decide, note_participant
from teams.services.organising import invite_matches

STATES = {"accept": "offered", "wait": "waiting", "decline": "declined"}


class HasTeamFilter(admin.SimpleListFilter):
    title = _("team")
    parameter_name = "team"

    def lookups(self, request, model_admin):
        return [("yes", _("in a team")), ("no", _("without a team"))]

    def queryset(self, request, queryset):
        seated = queryset.filter(user__seats__event=F("event"))
        if self.value() == "yes":
            return seated
        return queryset.exclude(pk__in=seated.values("pk")) if self.value() == "no" else queryset


@admin.register(Participant)
class ParticipantAdmin(EventScopedAdmin):
    operation = policy.NOTE_PARTICIPANT
    view_on_site = False
    list_display = ["user", "email", "status", "applied_at", "team", "arrived_at", "event"]
    list_select_related = ["user", "event"]
    list_filter = ["status", HasTeamFilter]
    search_fields = ["user__name", "user__email", "note"]
    ordering = ["applied_at", "pk"]
    actions = ["accept_selected", "wait_selected", "decline_selected", download_participants]
    fields = [
        "event", "user", "email", "status", "place", "applied_at", "confirm_by", "confirmed_at",
        "arrived_at", "code", "answers", "agreements", "words", "note",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("user__seats__team")

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.fields if name != "note"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.matches)
        return [path("<int:event_id>/matches/", view, name="teams_participant_matches"),
                *super().get_urls()]  # fmt: skip

    def matches(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """People without a team, each with a proposed one; what is chosen goes out by mail."""
        event = get_object_or_404(organised_by(request.user), pk=event_id)
        openings = matching.openings(event)
        rows = matching.matched(matching.orphans(event), openings)
        if request.method == "POST" and self.send_matches(request, event, rows, openings):
            return redirect("admin:teams_participant_matches", event_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("People without a team"),
            "opts": self.opts,
            "event": event,
            "rows": rows,
            "openings": openings,
            "small": [opening for opening in openings if opening.needed],
        }
        return render(request, "admin/teams/participant/matches.html", context)

    def send_matches(self, request: HttpRequest, event, rows: list, openings: list) -> bool:
        teams = {str(opening.team.pk): opening.team for opening in openings}
        chosen = [
            (row.participant.user, teams[team])
            for row in rows
            if (team := request.POST.get(f"team-{row.participant.pk}", "")) in teams
        ]
        try:
            sent = invite_matches(actor=request.user, event=event, pairs=chosen)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
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
            (str(a.text), a.accepted_at) for a in participant.acceptances.select_related("text")
        ]
        return format_html_join("", "<p>{}, {}</p>", rows)

    def save_model(self, request, obj, form, change) -> None:
        note_participant(actor=request.user, participant=obj, note=form.cleaned_data["note"])

    @admin.action(description=_("Accept, with a mail …"))
    def accept_selected(self, request, rows):
        return self.decide_all(request, rows, "accept")

    @admin.action(description=_("Put on the waiting list, with a mail …"))
    def wait_selected(self, request, rows):
        return self.decide_all(request, rows, "wait")

    @admin.action(description=_("Decline, with a mail …"))
    def decline_selected(self, request, rows):
        return self.decide_all(request, rows, "decline")

    def decide_all(
        self, request: HttpRequest, rows: QuerySet, decision: str
    ) -> HttpResponse | None:
        """First a page with the mail as the first one gets it; then the decision itself."""
        words = request.POST.get("words", "")[:1000]
        chosen = list(rows.select_related("event", "user").order_by("applied_at", "pk"))
        if "send" in request.POST:
            self.carry_out(request, chosen, decision, words)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Decide about %(n)d people") % {"n": len(chosen)},
            "opts": self.opts,
            "chosen": chosen,
            "action": request.POST["action"],
            "words": words,
            "preview": preview(chosen[0], STATES[decision], words) if chosen else None,
        }
        return render(request, "admin/teams/participant/decide.html", context)

    def carry_out(self, request: HttpRequest, chosen: list, decision: str, words: str) -> None:
        done = 0
        for participant in chosen:
            try:
                decide(actor=request.user, participant=participant, decision=decision, words=words)
            except (ValidationError, PermissionDenied) as refusal:
                said = " ".join(getattr(refusal, "messages", [_("You may not do this.")]))
                self.message_user(request, f"{participant}: {said}", messages.ERROR)
            else:
                done += 1
        self.message_user(request, _("Decided: %(n)d. The mails are on their way.") % {"n": done})


def preview(participant: Participant, state: str, words: str) -> dict[str, str]:
    """The mail as the person would get it, in their language; nothing is kept."""
    participant.words = words
    participant.confirm_by = timezone.now() + timedelta(days=participant.event.confirm_days)
    context = {"participant": participant, "event": participant.event, "state": state,
               "site_url": settings.SITE_URL}  # fmt: skip
    subject, text = written("teams/mail/participant", participant.user.language, context)
    return {"to": participant.user.email, "subject": subject, "text": text}
