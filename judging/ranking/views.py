"""The ranking, for the panel's president and the event's organisers alone."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.kernel import doorbell
from hackathon.kernel.predicates import is_organiser
from hackathon.web.pages import event_page
from hackathon.web.refusals import MAY_NOT
from hackathon.web.signed_in import SignedInRequest
from judging.embargo.selectors import kept_in_words, waiting_in_words
from judging.jury.policy import is_president
from judging.planning.selectors.plan import planned_challenge_or_404
from judging.progress.tabs import tabs_of
from judging.ranking.selectors import exporting, ranking, ties
from judging.ranking.selectors.computing import RANKINGS
from judging.ranking.selectors.words import RANKING_HAS_CHANGED
from judging.ranking.services.calculation import ask_without_each
from judging.ranking.services.ties import decide_tie
from judging.rules.selectors.sheets import sheet_of
from judging.scorecards.forms import TieForm
from judging.scorecards.services.refusals import on_record, record_refusal

if TYPE_CHECKING:
    from challenges.models import Challenge
    from hackathon.kernel.models.event import Event
    from hackathon.kernel.models.user import User


PICTURE = {"width": ranking.WIDTH, "middle": ranking.WIDTH // 2}


def newest_of(challenge: "Challenge") -> ranking.Shown | None:
    """The newest ranking; if marks have moved on, a worker is asked for another."""
    shown = ranking.shown_of(challenge)
    if shown is None or not shown.is_current:
        doorbell.ring(RANKINGS)
    return shown


def told_instead(user: "User", challenge: "Challenge") -> tuple[list[str], list[str]]:
    """What this person reads in place of the ranking: what comes first, and what is kept."""
    return waiting_in_words(user, challenge), kept_in_words(user, challenge)


def job_if_overtaken(challenge: "Challenge", shown: ranking.Shown | None) -> Any:
    """Since when the ranking that is awaited is being computed, and whether it failed."""
    return None if shown and shown.is_current else ranking.job_of(challenge)


@login_required
@require_safe
def board(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """Intervals, numbers and what has to be known before anybody decides."""
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    waiting, kept = told_instead(request.user, challenge)
    if waiting or kept:
        tabs = tabs_of(event, request.user, challenge)
        context = {"challenge": challenge, "waiting": waiting, "kept": kept, "tabs": tabs}
        return event_page(request, event, "judging/ranking/ranking.html", context)
    return board_page(request, challenge)


def board_page(
    request: SignedInRequest, challenge: "Challenge", sent: TieForm | None = None
) -> HttpResponse:
    """``sent``: a president's decision that was refused, to be shown again."""
    event, shown = challenge.event, newest_of(challenge)
    tabs = tabs_of(event, request.user, challenge)
    context = {
        "challenge": challenge,
        "picture": PICTURE,
        "sheet": sheet_of(event),
        "tabs": tabs,
        "job": job_if_overtaken(challenge, shown),
    }
    if shown:
        told = ranking.describe_ranking(shown, challenge)
        may_decide = shown.is_current and ties.may_decide(request.user, challenge)
        context |= {
            "shown": shown,
            **told,
            "held": ranking.held_of(challenge),
            "without_job": ranking.job_without_each(shown),
            "settle_url": settle_url(request.user, event),
            "may_decide": may_decide and ties.president_decides(event),
            "president_decides": ties.president_decides(event),
            "ties": [(tie, form_for(tie, sent)) for tie in told["ties"]],
        }
    status = 422 if sent else 200
    return event_page(request, event, "judging/ranking/ranking.html", context, status=status)


def settle_url(user: "User", event: "Event") -> str:
    """Where this reader settles findings: the organisers' register, or the president's."""
    if is_organiser(user, event):
        return reverse("admin:judging_conflict_register", args=[event.pk]) + "#found"
    return reverse("judging:president_conflicts", args=[event.slug]) + "#found"


def form_for(tie: ties.Tie, sent: TieForm | None) -> TieForm:
    return sent if sent and sent.members == tie.members else TieForm(tie=tie)


@login_required
@require_POST
def without_each(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """Ask a worker who would be first without each judge; the page tells when it is there."""
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    if any(told_instead(request.user, challenge)):
        raise Http404
    ask_without_each(challenge)
    doorbell.ring(RANKINGS)
    return redirect("judging:ranking", event.slug, slug)


@login_required
@require_POST
def decide(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """The president puts projects that share a rank in an order."""
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    waiting, kept = told_instead(request.user, challenge)
    if not is_president(request.user, challenge) or waiting:
        raise Http404
    if kept:
        what: dict[str, Any] = {"verb": "tie.decide", "challenge": challenge.pk}
        record_refusal(actor=request.user, event=event, reason=" ".join(kept), **what)
        return redirect("judging:ranking", event.slug, slug)
    form = sent_form(request, challenge)
    if form is None:
        messages.error(request, RANKING_HAS_CHANGED)
    elif form.is_valid() and decide_and_tell(request, challenge, form):
        messages.success(request, _("Decided. The order and your reason stand in the minutes."))
    elif form.forbidden:
        messages.error(request, MAY_NOT)
    else:
        return board_page(request, challenge, form)
    return redirect("judging:ranking", event.slug, slug)


def sent_form(request: HttpRequest, challenge: "Challenge") -> TieForm | None:
    """The form with what was sent, if there still is such a tie."""
    shown = ranking.shown_of(challenge)
    found = ranking.describe_ranking(shown, challenge)["ties"] if shown else []
    tie = next((tie for tie in found if str(tie.rank) == request.POST.get("rank")), None)
    return TieForm(request.POST, tie=tie) if tie else None


def decide_and_tell(request: SignedInRequest, challenge: "Challenge", form: TieForm) -> bool:
    """Carry it out; a refusal is kept, and goes into the form."""
    # no order: it is no one else's yet
    kept: dict[str, Any] = {"verb": "tie.decide", "challenge": challenge.pk}
    said = {name: form.cleaned_data[name] for name in ("settles_sha256", "instead_of", "reason")}
    try:
        with on_record(actor=request.user, event=challenge.event, **kept):
            decide_tie(actor=request.user, challenge=challenge, order=form.order, **said)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    except PermissionDenied:
        form.forbidden = True
    return not form.errors and not form.forbidden


@login_required
@require_safe
def export(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """Marks without names, the rule sheet, and a program that ranks them again."""
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    if not may_export(request.user, challenge):
        raise Http404
    found = exporting.archive_of(challenge)
    if found is None:
        newest_of(challenge)  # asks a worker for it
        messages.error(request, _("The ranking is being computed. Try again in a minute."))
        return redirect("judging:ranking", event.slug, slug)
    response = HttpResponse(found, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{challenge.slug}-ranking.zip"'
    return response


def may_export(user: "User", challenge: "Challenge") -> bool:
    """Whoever waits for marks that the ranking rests on, or is tied to a team there, gets none."""
    return not any(told_instead(user, challenge))
