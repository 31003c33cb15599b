"""Deliberation, from the ranking to the publication."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from challenges.models import Prize
from hackathon.accounts import fresh_proof
from hackathon.kernel import doorbell
from hackathon.kernel.revisions import Clash
from hackathon.models import Event, User
from hackathon.web.pages import event_page
from hackathon.web.refusals import MAY_NOT, refusal_in_form, refusal_in_message, words_of
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import EventScopedAdmin, own_time
from judging.embargo.policy import is_tied_in_event
from judging.embargo.selectors import waiting_in_event
from judging.embargo.waits import readable_events, tied_challenges, trusted_events
from judging.ranking.selectors.computing import RANKINGS, NotComputed
from judging.ranking.selectors.leaderboard import Board, leaderboard
from judging.ranking.selectors.official import Official, job_of, newest_official_of
from judging.ranking.selectors.ranking import how_settled
from judging.results import policy
from judging.results.forms import AwardForm, CorrectionForm
from judging.results.models import UNDECIDED, Award, Publication, Results
from judging.results.selectors import (
    confirming,
    publication,
    readiness,
)
from judging.results.selectors import (
    page as page_selectors,
)
from judging.results.selectors.awards import decisions
from judging.results.services import (
    Changed,
    correct_results,
    give_award,
    publish_results,
    revoke_award,
    withhold_award,
)
from judging.results.views import choices
from judging.rules.selectors.sheets import fingerprint_of

REFUSED_PRIZE = "refused"  # in the address: the prize whose decision was refused
REFUSED = "refused_publication"  # in the session: what the page showed that was pressed


def boards_for(user: User, event: Event, official: Official) -> list[Board]:
    """Each ranking; none where a team competes that this person, as a judge, is tied to."""
    tied = tied_challenges(user, event)
    return [
        replace(board, lines=[]) if board.challenge.pk in tied else board
        for board in leaderboard(event, official)
    ]


def newest_official(event: Event) -> Official:
    """The ranking to show; if marks have moved on, a worker is asked for another."""
    official = newest_official_of(event)
    if not official.is_current:
        doorbell.ring(RANKINGS)
    return official


@admin.register(Results)
class ResultsAdmin(EventScopedAdmin):
    event_path = ""
    list_display = ["name", own_time("judging_closes_at"), own_time("published_at"), "time_zone"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(pk__in=readable_events(user_of(request)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Results | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        award, revoke = view(self.award), view(require_POST(self.revoke))
        event = "<int:event_id>"
        return [
            path(f"{event}/award/<int:prize_id>/", award, name="judging_results_award"),
            path(f"{event}/revoke/<int:award_id>/", revoke, name="judging_results_revoke"),
            path(f"{event}/preview/", view(self.preview), name="judging_results_preview"),
            path(f"{event}/publish/", view(self.publish), name="judging_results_publish"),
            path(f"{event}/correct/", view(self.correct), name="judging_results_correct"),
            *super().get_urls(),
        ]

    def own_event(self, request: HttpRequest, event_id: Any) -> Event:
        return get_object_or_404(readable_events(user_of(request)), pk=event_id)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """In place of a form: the ranking of each challenge, and its prizes to decide about."""
        number = int(object_id) if object_id and object_id.isdecimal() else None
        waits = trusted_events(user_of(request)).exclude(pk__in=readable_events(user_of(request)))
        if event := waits.filter(pk=number or 0).first():
            return self.waiting(request, event)
        event = self.own_event(request, number)
        if request.method == "POST":
            self.keep_choices(request, event)
            return redirect("admin:judging_results_change", event.pk)
        return self.workspace(request, event)

    def waiting(self, request: HttpRequest, event: Event) -> HttpResponse:
        """What comes first, for who judges; nothing else is told."""
        said = waiting_in_event(user_of(request), event)
        return self.page(request, event, "waiting.html", waiting=said)

    def workspace(self, request: HttpRequest, event: Event) -> HttpResponse:
        official = newest_official(event)
        shelves = self.shelves(request, event, official)
        open_to_me = {shelf["board"].challenge.pk for shelf in shelves if not shelf["is_tied"]}
        deliberating = policy.GIVE_AWARD.open_now(event)
        find = (
            readiness.gaps_of if deliberating else lambda event, _: readiness.prizes_lacking(event)
        )
        gaps = [gap for gap in find(event, official) if gap.challenge.pk in open_to_me]
        entered = readiness.eligible_in(event)  # where nobody competes nothing is to decide
        prizes = [
            line
            for shelf in shelves
            if not shelf["is_tied"] and entered[shelf["board"].challenge.pk]
            for line in shelf["prizes"]
        ]
        context: dict[str, Any] = {
            "shelves": shelves,
            "to_do": confirming.to_do(event, gaps, request.path) if not event.published_at else [],
            "decided": sum(line["award"] is not None for line in prizes),
            "prizes": len(prizes),
            "deliberating": deliberating,
            "is_overtaken": not official.is_current,
            "has_earlier": bool(official.computed_at),
            "job": None if official.is_current else job_of(event),
            "may_publish": policy.PUBLISH_RESULTS.allows(request.user, event),
        }
        if policy.CORRECT_RESULTS.allows(request.user, event):
            context["may_correct"] = True
            context["is_otherwise"] = bool(page_selectors.correction_of(event)[1])
        return self.page(request, event, "workspace.html", **context)

    def shelves(
        self, request: HttpRequest, event: Event, official: Official
    ) -> list[dict[str, Any]]:
        """For each challenge its ranking, and its prizes with the form that decides about them."""
        awards = {award.prize_id: award for award in decisions(event)}
        tied = tied_challenges(user_of(request), event)
        shelves = []
        for board in boards_for(user_of(request), event, official):
            prizes = [
                self.prize_line(request, prize, board.lines, awards.get(prize.pk))
                for prize in board.challenge.prizes.all()
            ]
            is_tied = board.challenge.pk in tied
            shelf = {"board": board, "prizes": prizes, "is_tied": is_tied}
            shelves.append(shelf if is_tied else shelf | how_settled(board, official))
        return shelves

    def prize_line(
        self, request: HttpRequest, prize: Prize, lines: Any, award: Any
    ) -> dict[str, Any]:
        """The prize with what stands, or with what was chosen and has not been decided."""
        form = choices.form_with(
            choices.kept_for(request, prize),
            tells_refusal=request.GET.get(REFUSED_PRIZE) == str(prize.pk),
            prize=prize,
            lines=lines,
            award=award,
        )
        return {"prize": prize, "award": award, "form": form}

    def page(
        self, request: HttpRequest, event: Event, template: str, status: int = 200, **context: Any
    ) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "title": event.name,
            "event": event,
            "opts": self.opts,
            "phase": event.phase_at(timezone.now()),
        }
        with timezone.override(event.zone):
            return render(request, f"admin/judging/{template}", context, status=status)

    def award(self, request: HttpRequest, event_id: int, prize_id: int) -> HttpResponse:
        """Give the prize, or decide that nobody gets it; what was chosen for others is kept.

        Whatever comes of the press is shown by a page that was asked for: loaded again, it sends
        nothing.
        """
        event = self.own_event(request, event_id)
        workspace = reverse("admin:judging_results_change", args=[event.pk])
        if request.method != "POST":  # the address of a form, opened again
            return redirect(workspace)
        prizes = Prize.objects.select_related("challenge__event")
        prize = get_object_or_404(prizes, challenge__event=event, pk=prize_id)
        form = self.keep_choices(request, event, prize)[prize.pk]
        if form.is_valid() and self.decide(request, form):
            choices.forget(request, prize)
            done = _("Decided: %(challenge)s, %(prize)s.")
            self.message_user(request, done % {"challenge": prize.challenge, "prize": prize})
            self.warn_of_open_choices(request, event)
            return redirect(f"{workspace}#{form.prefix}")
        choices.keep_refused(request, form)
        if not policy.GIVE_AWARD.allows(request.user, prize):  # the page shows no form then
            for sentences in form.errors.values():
                self.message_user(request, " ".join(map(str, sentences)), messages.ERROR)
        return redirect(f"{workspace}?{REFUSED_PRIZE}={prize.pk}#{form.prefix}")

    def warn_of_open_choices(self, request: HttpRequest, event: Event) -> None:
        if n := choices.count_open(request, event):
            said = ngettext(
                "For %(n)d other prize you have chosen something that is not decided yet: each "
                "prize has its own button.",
                "For %(n)d other prizes you have chosen something that is not decided yet: each "
                "prize has its own button.",
                n,
            )
            self.message_user(request, said % {"n": n}, messages.WARNING)

    def keep_choices(
        self, request: HttpRequest, event: Event, about: Prize | None = None
    ) -> dict[int, AwardForm]:
        """Keep what was chosen for each prize of the page that was sent; its forms by prize.

        ``about`` has a form in any case. Where somebody is tied, what they chose is never held
        against what was decided: they would learn it.
        """
        tied = tied_challenges(user_of(request), event)
        found = decisions(event)
        awards = {one.prize_id: one for one in found if one.prize.challenge_id not in tied}
        forms = {
            prize.pk: AwardForm(
                request.POST, prize=prize, lines=board.lines, award=awards.get(prize.pk)
            )
            for board in boards_for(user_of(request), event, newest_official(event))
            for prize in board.challenge.prizes.all()
            if prize == about or f"{AwardForm.prefix_of(prize)}-submission" in request.POST
        }
        choices.keep(request, forms.values())
        return forms

    def decide(self, request: HttpRequest, form: AwardForm) -> bool:
        """Carry it out; a refusal goes into the form, beside the field that it is about."""
        said = {name: form.cleaned_data[name] for name in ("reason", "instead_of")}
        what = {"actor": request.user, "prize": form.prize, **said}
        try:
            if form.chosen:
                give_award(submission=form.chosen, **what)
            else:
                withhold_award(**what)
        except Clash as clash:
            form.refuse("submission", [decided_meanwhile(clash.row)])
            form.ask_again(clash.row)
        except ValidationError as refusal:
            about_reason = getattr(refusal, "code", "") == "reason" or not said["reason"]
            form.refuse("reason" if about_reason else "submission", refusal.messages)
        except PermissionDenied:
            form.refuse("__all__", [str(MAY_NOT)])
        return not form.errors

    def revoke(self, request: HttpRequest, event_id: int, award_id: int) -> HttpResponse:
        event = self.own_event(request, event_id)
        awards = Award.objects.select_related("prize__challenge__event")
        awards = awards.exclude(prize__challenge__in=tied_challenges(user_of(request), event))
        award = get_object_or_404(awards, prize__challenge__event=event, pk=award_id)
        self.keep_choices(request, event)
        seen = request.POST.get("instead_of", "")
        is_done = self.carry_out(
            request,
            lambda: revoke_award(actor=user_of(request), award=award, instead_of=seen),
            _("Taken back: the prize waits for a decision."),
        )
        if is_done:
            choices.replace_seen(request, award.prize, UNDECIDED)
        return redirect("admin:judging_results_change", event_id)

    def preview(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """The results page as it would be; for organisers alone, and kept by nobody."""
        event = self.own_event(request, event_id)
        if not policy.may_publish(request.user, event):
            raise PermissionDenied
        context: dict[str, Any] = {
            "results": page_selectors.previewed_results(event),
            "is_preview": True,
        }
        return event_page(request, event, "judging/results/results.html", context)

    def publish(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """What will be public and who is written to; confirmed by a person proven anew.

        Whatever comes of the press is shown by a page that was asked for, so that going back
        and loading again never end in a question of the browser's.
        """
        event = self.own_event(request, event_id)
        is_open = policy.PUBLISH_RESULTS.allows(request.user, event)
        if request.method == "POST":
            return self.confirm(request, event) if is_open else redirect(request.path)
        return self.confirmation(request, event) if is_open else self.closed(request, event)

    def closed(self, request: HttpRequest, event: Event) -> HttpResponse:
        """Why this person cannot publish now; nothing else is told."""
        is_open = policy.PUBLISH_RESULTS.open_now(event)
        is_tied = is_tied_in_event(request.user, event)
        context: dict[str, Any] = {"is_open": is_open, "is_tied": is_tied, "is_closed": True}
        return self.page(request, event, "publish.html", **context)

    def awaited(self, request: HttpRequest, event: Event, *, is_refused: bool) -> HttpResponse:
        """Nothing is published by a ranking that is not that of the marks as they are."""
        doorbell.ring(RANKINGS)
        context: dict[str, Any] = {
            "is_closed": True,
            "is_awaited": True,
            "is_refused": is_refused,
            "job": job_of(event),
        }
        return self.page(request, event, "publish.html", **context)

    def confirm(self, request: HttpRequest, event: Event) -> HttpResponse:
        if not fresh_proof.is_fresh(request):
            sentence = _(
                "First prove that it is you. Then check everything once more and press the button "
                "again."
            )
            self.message_user(request, sentence, messages.WARNING)
            return fresh_proof.page_of_proof(request)
        sent = request.POST.get("shown", "")
        shown = confirming.read_back(sent)
        fingerprint = fingerprint_of(shown) if shown else ""
        try:
            publish_results(actor=user_of(request), event=event, fingerprint=fingerprint)
        except (Changed, NotComputed):
            request.session[REFUSED] = sent
            return redirect(f"{request.path}?refused=1")
        except (ValidationError, PermissionDenied) as refusal:
            self.message_user(request, words_of(refusal), messages.ERROR)
            return redirect(request.path)
        request.session.pop(REFUSED, None)
        self.message_user(request, _("The results are public. The mails are on their way."))
        return redirect("admin:judging_results_change", event.pk)

    def confirmation(self, request: HttpRequest, event: Event) -> HttpResponse:
        """Everything as it is now; after a refusal, beside what the other page showed."""
        try:
            draft = publication.draft_of(event)
        except NotComputed:
            return self.awaited(request, event, is_refused="refused" in request.GET)
        if not draft.gaps and not fresh_proof.is_fresh(request):
            return fresh_proof.page_of_proof(request)
        is_refused = "refused" in request.GET and REFUSED in request.session
        context: dict[str, Any] = {
            **confirming.shown_of(event, draft, request.path),
            "is_refused": is_refused,
        }
        shown = confirming.read_back(request.session[REFUSED]) if is_refused else None
        if shown:
            context["differences"] = publication.differences(shown, draft.content, get_language())
        return self.page(request, event, "publish.html", **context)

    def correct(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """After the publication: let the page tell what the rows say now, for a reason."""
        event = self.own_event(request, event_id)
        if not Publication.objects.filter(event=event).exists():
            return redirect("admin:judging_results_change", event_id)
        form = CorrectionForm(request.POST or None)
        if form.is_bound and form.is_valid() and self.carry_out_correction(request, event, form):
            self.message_user(
                request, _("Corrected. The results page says what changed, when and why.")
            )
            return redirect("admin:judging_results_change", event_id)
        content, differences = page_selectors.correction_of(event)
        if not form.is_bound:
            form = CorrectionForm(initial={"fingerprint": fingerprint_of(content)})
        elif form.errors:
            form.show_anew(fingerprint_of(content))
        return self.page(
            request,
            event,
            "correct.html",
            status=422 if form.errors else 200,
            form=form,
            differences=differences,
            may_correct=policy.CORRECT_RESULTS.allows(request.user, event),
        )

    def carry_out_correction(self, request: HttpRequest, event: Event, form: Any) -> bool:
        with refusal_in_form(form, denied=MAY_NOT):
            correct_results(actor=user_of(request), event=event, **form.cleaned_data)
        return not form.errors

    def carry_out(self, request: HttpRequest, service: Callable[[], Any], done: str) -> bool:
        """Says what came of it, and returns whether it was done."""
        with refusal_in_message(request, denied=MAY_NOT) as act:
            service()
        if act.is_done:
            self.message_user(request, done)
        return act.is_done


def decided_meanwhile(award: Award | None) -> str:
    """What stands by now, and who decided it: the reader's own choice is still in the form."""
    if award is None:
        return _(
            "The decision has been taken back meanwhile. Press the button again to decide as "
            "chosen here."
        )
    title = award.submission.title or award.submission.team.name if award.submission else ""
    said = {"name": award.decided_by or _("Somebody else"), "title": title, "reason": award.reason}
    if not award.submission:
        sentence = (
            _("%(name)s has decided meanwhile that nobody gets it. The reason: %(reason)s") % said
        )
    else:
        sentence = _("%(name)s has given it to “%(title)s” meanwhile.") % said
    again = _("Press the button again to replace that by what is chosen here.")
    return f"{sentence} {again}"
