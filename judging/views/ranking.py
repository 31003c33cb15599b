"""The ranking, for the panel's president and the event's organisers alone."""

import io
import json
import zipfile

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hackathon import doorbell
from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from judging import planning, ranking
from judging.embargo import owed_by
from judging.marks import marks_for
from judging.rulesheet import sheet_of
from judging.scoring import recompute

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
    context = {"challenge": challenge, "picture": PICTURE, "sheet": sheet_of(event)}
    owed = owed_by(request.user, challenge)
    if owed:
        return event_page(request, event, "judging/ranking.html", {**context, "owed": owed})
    shown = newest_of(challenge)
    if shown:
        hidden = ranking.hidden_from(request.user, challenge)
        context |= {"shown": shown, **ranking.told(shown, challenge, hidden)}
    return event_page(request, event, "judging/ranking.html", context)


@login_required
@require_GET
def export(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """Marks without names, the rule sheet, and a program that ranks them again."""
    event = event_or_404(event_slug, request.user)
    challenge = planning.planned_challenge_or_404(event, request.user, slug)
    marks = marks_for(challenge)
    recused = ranking.hidden_from(request.user, challenge)
    if marks is None or recused or owed_by(request.user, challenge):
        raise Http404
    response = HttpResponse(bundle(marks, sheet_of(event)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{challenge.slug}-ranking.zip"'
    return response


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
