"""Deliberation, from the ranking to the publication."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from challenges.models import Prize
from hackathon.admin_base import EventScopedAdmin, own_time
from hackathon.models import Event, User
from hackathon.pages import event_page
from judging import policy, selectors
from judging.embargo import readable_events, tied_teams
from judging.models import Award
from judging.services.results import give_award, publish_results, revoke_award
from teams.models import Submission


class AwardForm(forms.Form):
    """One prize and who gets it: the submissions of its challenge, best first."""

    submission = forms.ModelChoiceField(queryset=Submission.objects.none(), label=_("Winner"))

    def __init__(self, *args, prize: Prize, ranked: list, **kwargs):
        super().__init__(*args, prefix=f"prize-{prize.pk}", **kwargs)
        self.prize = prize
        submissions = Submission.objects.judgeable().filter(team__challenge=prize.challenge_id)
        self.fields["submission"].queryset = submissions.select_related("team")
        named = {line.submission.pk: f"{line.rank}. {line}" for line in ranked}
        self.fields["submission"].label_from_instance = lambda row: named.get(
            row.pk, f"– {row.title} · {row.team}"
        )


def boards_for(user: User, event: Event) -> list[selectors.Board]:
    """Each ranking without the teams that this person, as a judge, is tied to."""
    hidden = set(tied_teams(user).values_list("team", flat=True))
    return [
        replace(board, lines=[row for row in board.lines if row.submission.team_id not in hidden])
        for board in selectors.leaderboard(event)
    ]


class ResultsAdmin(EventScopedAdmin):
    event_path = ""
    list_display = ["name", own_time("judging_closes_at"), own_time("published_at"), "time_zone"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=readable_events(request.user))

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:event_id>/award/<int:prize_id>/", view(require_POST(self.award)),
                 name="judging_results_award"),
            path("<int:event_id>/revoke/<int:award_id>/", view(require_POST(self.revoke)),
                 name="judging_results_revoke"),
            path("<int:event_id>/preview/", view(self.preview), name="judging_results_preview"),
            path("<int:event_id>/publish/", view(self.publish), name="judging_results_publish"),
            *super().get_urls(),
        ]  # fmt: skip

    def own_event(self, request: HttpRequest, event_id) -> Event:
        return get_object_or_404(readable_events(request.user), pk=event_id)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """In place of a form: the ranking of each challenge, and its prizes to give."""
        event = self.own_event(request, object_id if str(object_id).isdecimal() else None)
        return self.page(request, event, "workspace.html", shelves=self.shelves(request, event))

    def shelves(self, request: HttpRequest, event: Event) -> list[dict]:
        boards = boards_for(request.user, event)
        awards = {award.prize_id: award for award in selectors.awards(event)}
        shelves = []
        for board in boards:
            prizes = [
                {
                    "prize": prize,
                    "award": awards.get(prize.pk),
                    "form": AwardForm(prize=prize, ranked=board.lines, initial={
                        "submission": awards[prize.pk].submission_id if prize.pk in awards else None
                    }),
                }
                for prize in board.challenge.prizes.all()
            ]  # fmt: skip
            shelves.append({"board": board, "prizes": prizes})
        return shelves

    def page(self, request, event: Event, template: str, **context) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "title": event.name,
            "event": event,
            "opts": self.opts,
            "phase": event.phase_at(timezone.now()),
            "may_award": policy.GIVE_AWARD.allows(request.user, event),
            "may_publish": policy.PUBLISH_RESULTS.allows(request.user, event),
            "missing": selectors.prizes_without_winner(event),
        }
        with timezone.override(event.zone):
            return render(request, f"admin/judging/{template}", context)

    def award(self, request: HttpRequest, event_id: int, prize_id: int) -> HttpResponse:
        event = self.own_event(request, event_id)
        prize = get_object_or_404(Prize, challenge__event=event, pk=prize_id)
        form = AwardForm(request.POST, prize=prize, ranked=[])
        if not form.is_valid():
            self.message_user(request, _("Choose a submission first."), messages.ERROR)
        else:
            submission = form.cleaned_data["submission"]
            self.carry_out(
                request,
                lambda: give_award(actor=request.user, prize=prize, submission=submission),
                _("%(prize)s: the prize is given.") % {"prize": prize.challenge},
            )
        return redirect("admin:judging_results_change", event_id)

    def revoke(self, request: HttpRequest, event_id: int, award_id: int) -> HttpResponse:
        event = self.own_event(request, event_id)
        award = get_object_or_404(Award, prize__challenge__event=event, pk=award_id)
        self.carry_out(
            request,
            lambda: revoke_award(actor=request.user, award=award),
            _("The prize is free again."),
        )
        return redirect("admin:judging_results_change", event_id)

    def preview(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """The results page as it would be; for organisers alone, and kept by nobody."""
        event = self.own_event(request, event_id)
        context = {"winners": selectors.previewed_winners(event.pk), "is_preview": True}
        return event_page(request, event, "judging/results.html", context)

    def publish(self, request: HttpRequest, event_id: int) -> HttpResponse:
        event = self.own_event(request, event_id)
        if request.method == "POST" and self.carry_out(
            request,
            lambda: publish_results(actor=request.user, event=event),
            _("The results are public. The mails are on their way."),
        ):
            return redirect("admin:judging_results_change", event_id)
        return self.page(request, event, "publish.html", awards=selectors.awards(event))

    def carry_out(self, request: HttpRequest, service, done: str) -> bool:
        try:
            service()
        except (ValidationError, PermissionDenied) as refusal:
            words = getattr(refusal, "messages", [_("You may not do this.")])
            self.message_user(request, " ".join(words), messages.ERROR)
            return False
        self.message_user(request, done)
        return True
