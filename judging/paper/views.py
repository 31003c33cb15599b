"""A jury without devices: sheets to print, typed in by one person and confirmed by another."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.kernel.revisions import Clash
from hackathon.web.forms import choice_field
from hackathon.web.pages import event_page, too_late_page
from hackathon.web.refusals import MAY_NOT, words_of
from hackathon.web.signed_in import SignedInRequest
from judging.paper import policy
from judging.paper import services as paper_services
from judging.paper.selectors import paper
from judging.progress.selectors.progress import untold_in
from judging.progress.tabs import progress_link, tabs_of
from judging.rules.selectors.rubric import rubric_of
from judging.rules.selectors.sheets import sheet_number
from judging.scorecards.forms import ConfirmPaperForm, PaperForm
from judging.scorecards.services.refusals import on_record
from teams.team.views.doing import do_and_tell


@login_required
@require_safe
def sheets(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """What to print for a panel: a page of paper for each judge and project."""
    event = event_or_404(event_slug, request.user)
    challenge = paper.panel_or_404(event, request.user, slug)

    def address(judge_id: int, submission_id: int) -> str:
        page = reverse("judging:paper_typing", args=[event.slug, judge_id, submission_id])
        return f"{settings.SITE_URL}{page}?rules={rules}"

    rules = sheet_number(event)

    context = {
        "challenge": challenge,
        "tabs": tabs_of(event, request.user, challenge),
        "rubric": rubric_of(challenge),
        "rules": rules,
        "blanks": paper.blanks_for(challenge, request.user, address),
        "untold": untold_in(event, request.user, [challenge]).total(),
    }
    return event_page(request, event, "judging/paper/paper_sheets.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def typing(
    request: SignedInRequest, event_slug: str, judge_id: int, submission_id: int
) -> HttpResponse:
    """Where the code on a sheet leads: its marks are typed in, and wait for another person."""
    event = event_or_404(event_slug, request.user)
    wanted = paper.typed_or_404(event, request.user, judge_id, submission_id)
    title = _("Type in from paper")
    if too_late := too_late_page(
        request, policy.TYPE_PAPER, wanted, title=title, back=progress_link(event)
    ):
        return too_late
    form = PaperForm(
        request.POST or None,
        rubric=rubric_of(wanted.version.team.challenge),
        sheets=paper.rules_to_choose(wanted),
        initial={"rules": request.GET.get("rules", "")},  # from the code on the paper
    )
    if form.is_bound and form.is_valid() and not form.ask_for_missing():
        kept: dict[str, Any] = {
            "verb": "paper.type",
            "judge": wanted.judge.pk,
            "version": wanted.version.pk,
        }
        try:
            with on_record(actor=request.user, event=event, **kept):
                typed = paper_services.type_paper(
                    actor=request.user,
                    marks=form.marks,
                    remarks=form.cleaned_data["remarks"],
                    rules=form.cleaned_data.get("rules"),
                    judge=wanted.judge,
                    version=wanted.version,
                )
        except ValidationError as refusal:
            named = getattr(refusal, "code", None)
            form.add_error(named if named in form.fields else None, refusal.messages)
        except PermissionDenied:
            form.add_error(None, MAY_NOT)
        else:
            who = paper.who_confirms(request.user, typed).sentence
            messages.success(request, _("Typed in. %(who)s") % {"who": who})
            return redirect("judging:progress", event.slug)
    context = {
        "wanted": wanted,
        "form": form,
        "waiting": paper.waiting_of(wanted.judge, wanted.version),
        "is_handed_in": paper.is_handed_in(wanted),
        "overtaken": overtaken_by(form, wanted),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "judging/paper/paper_typing.html", context, status=status)


def overtaken_by(form: PaperForm, wanted: Any) -> str:
    """Why the paper cannot count, as soon as its rule sheet is known; the field may say it."""
    if "rules" not in form.fields or form.errors.get("rules"):
        return ""
    said = str(form["rules"].value() or "")
    offered: Any = choice_field(form, "rules").choices
    known = [str(number) for number, _label in offered]
    if not said or said not in known:
        return ""
    challenge = wanted.version.submission.team.challenge_id
    return paper.overtaken_in_words(wanted.judge.event, challenge, int(said))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: SignedInRequest, event_slug: str, sheet_id: int) -> HttpResponse:
    """What was typed in, beside the paper: it counts, or it is typed in again."""
    event = event_or_404(event_slug, request.user)
    row = paper.sheet_or_404(event, request.user, sheet_id)
    title = _("A sheet from paper")
    if too_late := too_late_page(
        request, policy.REFUSE_PAPER, row, title=title, back=progress_link(event)
    ):
        return too_late
    if settled := paper.settled_in_words(row):  # a second press, or a page from before
        messages.warning(request, settled)
        return redirect("judging:progress", event.slug)
    obstacle = paper.obstacle_to_counting(row)
    if request.method == "POST" and request.POST.get("do") == "refuse":
        words = (
            _("Put aside: it does not count.")
            if obstacle
            else _("Put aside. Type the sheet in again.")
        )
        do_and_tell(request, words, paper_services.refuse_paper, sheet=row)
        return redirect("judging:progress", event.slug)
    form = form_for(request, row, request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        what: dict[str, Any] = {"verb": "paper.confirm", "sheet": row.pk}
        chosen = form.chosen if form else {}  # without a form the service refuses, and says why
        try:
            with on_record(actor=request.user, event=event, **what):
                paper_services.confirm_paper(actor=request.user, sheet=row, **chosen)
        except Clash as clash:
            form = form_for(request, row)
            messages.error(request, words_of(clash))
        except ValidationError as refusal:
            messages.error(request, words_of(refusal))
            return redirect("judging:progress", event.slug)
        except PermissionDenied:
            messages.error(request, MAY_NOT)
            return redirect("judging:progress", event.slug)
        else:
            messages.success(request, _("The sheet counts."))
            return redirect("judging:progress", event.slug)
    context = {
        "sheet": row,
        "form": form,
        "obstacle": obstacle,
        "reopening_url": paper.reopening_url(request.user, row),
        "marks": paper.typed_marks(row),
        "is_hidden": policy.waits_for_sheet(request.user, row),
        "may_confirm": form is not None,
        "who_confirms": paper.who_confirms(request.user, row) if form is None else None,
    }
    status = 422 if form and form.errors else 200
    return event_page(request, event, "judging/paper/paper_sheet.html", context, status=status)


def form_for(request: SignedInRequest, row: Any, sent: Any = None) -> ConfirmPaperForm | None:
    """What this person decides about the sheet; None for who may not confirm it: for them nothing
    is held against the marks on screen."""
    if not paper.may_confirm(request.user, row):
        return None
    revision, differing = paper.compare_sheet(row)
    return ConfirmPaperForm(sent, differences=differing, revision=revision)
