"""A jury without devices: sheets to print, typed in by one person and confirmed by another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from judging import paper
from judging.forms import PaperForm
from judging.rubric import rubric_of
from judging.services import paper as papers
from judging.services.refusals import on_record
from judging.tabs import tabs_of
from teams.views.doing import done


@login_required
@require_GET
def sheets(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """What to print for a panel: a page of paper for each judge and project."""
    event = event_or_404(event_slug, request.user)
    challenge = paper.panel_or_404(event, request.user, slug)

    def address(judge_id: int, submission_id: int) -> str:
        page = reverse("judging:paper_typing", args=[event.slug, judge_id, submission_id])
        return request.build_absolute_uri(page)

    context = {
        "challenge": challenge,
        "tabs": tabs_of(event, request.user, challenge),
        "rubric": rubric_of(challenge),
        "blanks": paper.blanks_for(challenge, request.user, address),
    }
    return event_page(request, event, "judging/paper_sheets.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def typing(
    request: HttpRequest, event_slug: str, judge_id: int, submission_id: int
) -> HttpResponse:
    """Where the code on a sheet leads: its marks are typed in, and wait for another person."""
    event = event_or_404(event_slug, request.user)
    wanted = paper.typed_or_404(event, request.user, judge_id, submission_id)
    form = PaperForm(request.POST or None, rubric=rubric_of(wanted.version.team.challenge))
    if form.is_bound and form.is_valid() and not form.ask_for_missing():
        what = {"judge": wanted.judge, "version": wanted.version}
        kept = {"verb": "paper.type", "judge": wanted.judge.pk, "version": wanted.version.pk}
        try:
            with on_record(actor=request.user, event=event, **kept):
                papers.type_paper(
                    actor=request.user, marks=form.marks,
                    remarks=form.cleaned_data["remarks"], **what,
                )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except PermissionDenied:
            form.add_error(None, _("You may not do this."))
        else:
            messages.success(request, _("Typed in. Another person confirms it now."))
            return redirect("judging:progress", event.slug)
    context = {"wanted": wanted, "form": form}
    status = 422 if form.errors else 200
    return event_page(request, event, "judging/paper_typing.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, event_slug: str, sheet_id: int) -> HttpResponse:
    """What was typed in, beside the paper: it counts, or it is typed in again."""
    event = event_or_404(event_slug, request.user)
    row = paper.sheet_or_404(event, request.user, sheet_id)
    if request.method == "POST":
        is_right = request.POST.get("do") == "confirm"
        sentence = _("The sheet counts.") if is_right else _("Put aside. Type the sheet in again.")
        done(
            request, sentence, recorded_confirmation if is_right else papers.refuse_paper, sheet=row
        )
        return redirect("judging:progress", event.slug)
    context = {
        "sheet": row,
        "marks": paper.typed_marks(row),
        "is_hidden": paper.is_hidden(request.user, row),
        "may_confirm": paper.may_confirm(request.user, row),
    }
    return event_page(request, event, "judging/paper_sheet.html", context)


def recorded_confirmation(*, actor, sheet) -> None:
    what = {"verb": "paper.confirm", "sheet": sheet.pk}
    with on_record(actor=actor, event=sheet.event, **what):
        papers.confirm_paper(actor=actor, sheet=sheet)
