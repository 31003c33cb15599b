"""The ranking, for the panel's president and the event's organisers alone."""

import io
import json
import zipfile

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hackathon import doorbell
from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from judging import planning, policy, ranking, ties
from judging.embargo import owed_by, waits_on
from judging.forms import TieForm
from judging.marks import marks_for
from judging.rulesheet import sheet_of
from judging.scoring import recompute
from judging.services.refusals import on_record
from judging.services.ties import decide_tie
from judging.tabs import tabs_of

PICTURE = {"width": ranking.WIDTH, "middle": ranking.WIDTH // 2}


def newest_of(challenge) -> ranking.Shown | None:
    """The newest ranking; if marks have moved on, a worker is asked for another."""
    shown = ranking.shown_of(challenge)
    if shown is None or not shown.is_current:
        doorbell.ring("judging.tasks.calculate_rankings")
    return shown


@login_required
@require_GET
def board(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """Intervals, numbers and what has to be known before anybody decides."""
    event = event_or_404(event_slug, request.user)
    challenge = planning.planned_challenge_or_404(event, request.user, slug)
    owed = owed_by(request.user, challenge)
    if owed:
        tabs = tabs_of(event, request.user, challenge)
        context = {"challenge": challenge, "owed": owed, "tabs": tabs}
        return event_page(request, event, "judging/ranking.html", context)
    return board_page(request, challenge)


def board_page(request: HttpRequest, challenge, sent: TieForm | None = None) -> HttpResponse:
    """``sent``: a president's decision that was refused, to be shown again."""
    event, shown = challenge.event, newest_of(challenge)
    tabs = tabs_of(event, request.user, challenge)
    context = {
        "challenge": challenge, "picture": PICTURE, "sheet": sheet_of(event), "tabs": tabs,
    }  # fmt: skip
    if shown:
        hidden = ranking.hidden_from(request.user, challenge)
        told = ranking.told(shown, challenge, hidden)
        may_decide = shown.is_current and policy.DECIDE_TIE.open_now(challenge)
        may_decide = may_decide and policy.is_president(request.user, challenge)
        context |= {
            "shown": shown,
            **told,
            "may_decide": may_decide and ties.president_decides(event),
            "president_decides": ties.president_decides(event),
            "ties": [(tie, form_for(tie, sent)) for tie in told["ties"]],
        }
    status = 422 if sent else 200
    return event_page(request, event, "judging/ranking.html", context, status=status)


def form_for(tie: ties.Tie, sent: TieForm | None) -> TieForm:
    return sent if sent and sent.members == tie.members else TieForm(tie=tie)


@login_required
@require_POST
def decide(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """The president puts projects that share a rank in an order."""
    event = event_or_404(event_slug, request.user)
    challenge = planning.planned_challenge_or_404(event, request.user, slug)
    is_president = policy.is_president(request.user, challenge)
    if not is_president or owed_by(request.user, challenge):
        raise Http404
    form = sent_form(request, challenge)
    if form is None:
        messages.error(request, _("The ranking has changed this minute. Look at it again."))
    elif form.is_valid() and decided(request, challenge, form):
        messages.success(request, _("Decided. The order and your reason stand in the minutes."))
    elif form.forbidden:
        messages.error(request, _("You may not do this."))
    else:
        return board_page(request, challenge, form)
    return redirect("judging:ranking", event.slug, slug)


def sent_form(request: HttpRequest, challenge) -> TieForm | None:
    """The form with what was sent, if there still is such a tie."""
    shown = ranking.shown_of(challenge)
    found = ranking.told(shown, challenge, set())["ties"] if shown else []
    tie = next((tie for tie in found if str(tie.rank) == request.POST.get("rank")), None)
    return TieForm(request.POST, tie=tie) if tie else None


def decided(request: HttpRequest, challenge, form: TieForm) -> bool:
    """Carry it out; a refusal is kept, and goes into the form."""
    kept = {"verb": "tie.decide", "challenge": challenge.pk}  # no order: it is no one else's yet
    said = {name: form.cleaned_data[name] for name in ("inputs_sha256", "instead_of", "reason")}
    try:
        with on_record(actor=request.user, event=challenge.event, **kept):
            decide_tie(actor=request.user, challenge=challenge, order=form.order, **said)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    except PermissionDenied:
        form.forbidden = True
    return not form.errors and not form.forbidden


@login_required
@require_GET
def export(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """Marks without names, the rule sheet, and a program that ranks them again."""
    event = event_or_404(event_slug, request.user)
    challenge = planning.planned_challenge_or_404(event, request.user, slug)
    marks = marks_for(challenge)
    if marks is None or not may_export(request.user, event, marks):
        raise Http404
    response = HttpResponse(bundle(marks, sheet_of(event)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{challenge.slug}-ranking.zip"'
    return response


def may_export(user, event, marks) -> bool:
    """Challenges that share a rubric are ranked by the marks of all their panels: who waits on one
    of them, or is tied to a team there, gets none.
    """
    shared = event.challenges.filter(pk__in=marks.challenge_ids).select_related("event")
    return not any(waits_on(user, one) or ranking.hidden_from(user, one) for one in shared)


def bundle(marks, sheet) -> bytes:
    """Numbers stand for submissions and judges; nothing here says who is who."""
    document = recompute.export(**marks.for_export())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("marks.json", json.dumps(document, indent=1))
        archive.writestr("ranking.pyz", recompute.program())
        if sheet:
            told = {"number": sheet.number, "sha256": sheet.sha256, "content": sheet.content}
            archive.writestr("rule-sheet.json", json.dumps(told, indent=1, ensure_ascii=False))
        archive.writestr("README.txt", _("Run: python ranking.pyz marks.json") + "\n")
    return file.getvalue()
