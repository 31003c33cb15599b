"""How far the jury is, for organisers and presidents, and what they can do about it."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.kernel.predicates import is_organiser, sees_marks
from hackathon.kernel.sections import Link
from hackathon.models import Event
from hackathon.web.pages import event_page, too_late_page
from hackathon.web.signed_in import SignedInRequest
from judging.embargo.selectors import beside_others_in_words
from judging.embargo.waits import may_know_standings, sits_beside_others
from judging.jury.policy import is_president
from judging.jury.selectors import judge_or_404
from judging.paper.selectors import paper as paper_selectors
from judging.progress import policy, services
from judging.progress.selectors import discussion as discussion_selectors
from judging.progress.selectors.progress import (
    boards_for,
    overseen_card_or_404,
    overseen_judge_or_404,
    overseen_or_404,
    tasks_of,
    untold_in,
)
from judging.progress.tabs import panel_links, progress_link, tabs_of
from judging.ranking.selectors import ties
from judging.scorecards.forms import ReasonForm
from judging.scorecards.selectors import worklist
from judging.scorecards.services.refusals import on_record
from judging.seats.policy import INVITE_JUDGE
from judging.unsaved.selectors import unsaved_for
from teams.team.views.doing import do_and_tell

if TYPE_CHECKING:
    from challenges.models import Challenge
    from hackathon.kernel.models.user import User
    from judging.jury.models import Judge
    from judging.scorecards.models import Scorecard


def links_beside(
    request: SignedInRequest, challenge: "Challenge", may_open: set[int]
) -> list[Link]:
    """The panel's pages; where the discussion is opened, a button leads to already."""
    links = panel_links(challenge.event, request.user, challenge)
    if challenge.pk not in may_open:
        return links
    opening = reverse("judging:open_discussion", args=[challenge.event.slug, challenge.slug])
    return [link for link in links if link.url != opening]


@login_required
@require_safe
def progress(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    boards = boards_for(event, request.user)
    may_open = {
        board.challenge.pk
        for board in boards
        if not board.panel.discussion_opened_at
        and policy.OPEN_DISCUSSION.allows(request.user, board.challenge)
    }
    context = {
        "boards": [(board, links_beside(request, board.challenge, may_open)) for board in boards],
        "may_open": may_open,
        "unsaved": unsaved_for(event, request.user),
        "may_nudge": policy.NUDGE_JUDGE.open_now(event),
        "may_invite": INVITE_JUDGE.open_now(event),
        "invite_url": invite_url(request, event),
        "beside_others": reads_beside_others(request, event),
        "tabs": tabs_of(event, request.user),
    }
    return event_page(request, event, "judging/progress/progress.html", context)


def invite_url(request: HttpRequest, event: Event) -> str:
    """Where this reader invites judges, or nowhere."""
    if not is_organiser(request.user, event):
        return ""
    return f"{reverse('admin:judging_judge_changelist')}?event={event.pk}"


def reads_beside_others(request: SignedInRequest, event: Event) -> str:
    """Why an organiser who may see marks finds no way to the ranking of every panel."""
    if sits_beside_others(request.user, event) and sees_marks(request.user, event):
        return beside_others_in_words()
    return ""


@login_required
@require_safe
def progress_of(request: SignedInRequest, event_slug: str, judge_id: int) -> HttpResponse:
    """One judge: what they were asked to score, and where each scorecard stands."""
    event = event_or_404(event_slug, request.user)
    judge = overseen_judge_or_404(event, request.user, judge_id)
    panels = overseen_or_404(event, request.user)
    tasks = tasks_of(judge, request.user)
    context = {
        "judge": judge,
        "tasks": tasks,
        "untold": untold_in(event, request.user, panels)[judge.pk],
        "typed_panels": paper_selectors.typed_by(request.user, judge, tasks),
        "may_nudge": policy.NUDGE_JUDGE.allows(request.user, judge),
        "is_open": policy.REOPEN_SCORECARD.open_now(judge),
    }
    return event_page(request, event, "judging/progress/progress_of.html", context)


@login_required
@require_POST
def nudge(request: SignedInRequest, event_slug: str, judge_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    judge = overseen_judge_or_404(event, request.user, judge_id)
    do_and_tell(request, _("The reminder is on its way."), recorded_nudge, judge=judge)
    return redirect("judging:progress", event.slug)


def recorded_nudge(*, actor: "User", judge: "Judge") -> None:
    with on_record(actor=actor, event=judge.event, verb="judge.nudge", judge=judge.pk):
        services.nudge_judge(actor=actor, judge=judge)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: SignedInRequest, event_slug: str, card_id: int) -> HttpResponse:
    """Say what opening a scorecard again means, then do it."""
    event = event_or_404(event_slug, request.user)
    card = overseen_card_or_404(event, request.user, card_id)
    title = _("Open a scorecard again")
    if too_late := too_late_page(
        request, policy.REOPEN_SCORECARD, card, title=title, back=progress_link(event)
    ):
        return too_late
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        sentence = _("The scorecard is open again; the judge is told.")
        do_and_tell(request, sentence, recorded_reopening, scorecard=card, **form.cleaned_data)
        return redirect("judging:progress_of", event.slug, card.judge_id)
    context = {"card": card, "form": form}
    status = 422 if form.errors else 200
    return event_page(request, event, "judging/progress/reopen.html", context, status=status)


def recorded_reopening(*, actor: "User", scorecard: "Scorecard", reason: str) -> None:
    what: dict[str, Any] = {"verb": "scorecard.reopen", "scorecard": scorecard.pk}
    with on_record(actor=actor, event=scorecard.event, **what):
        services.reopen_scorecard(actor=actor, scorecard=scorecard, reason=reason)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_discussion(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """The president sees what is missing, then opens the discussion for good."""
    event = event_or_404(event_slug, request.user)
    challenge = paper_selectors.panel_or_404(event, request.user, slug)
    if not is_president(request.user, challenge):
        raise Http404
    if request.method == "POST":
        sentence = _("The discussion is open for whoever has handed in everything.")
        do_and_tell(request, sentence, services.open_discussion, challenge=challenge)
        return redirect("judging:progress", event.slug)
    boards = boards_for(event, request.user)
    board = next(board for board in boards if board.challenge.pk == challenge.pk)
    may_open = policy.OPEN_DISCUSSION.allows(request.user, challenge)
    may_open = may_open and not board.panel.discussion_opened_at
    tabs = tabs_of(event, request.user, challenge)
    context = {"board": board, "may_open": may_open, "tabs": tabs, "challenge": challenge}
    return event_page(request, event, "judging/progress/open_discussion.html", context)


@login_required
@require_safe
def discussion(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """The panel's marks and comments, for a judge who has handed in everything they owe."""
    event = event_or_404(event_slug, request.user)
    judge = judge_or_404(event, request.user)
    work = worklist.worklist_of(judge)
    challenge = discussion_selectors.discussed_or_404(judge, work, slug)
    order = request.GET.get("order", discussion_selectors.BY_TITLE)
    rubric, projects = discussion_selectors.reviews_of(judge, challenge, order)
    context = {
        "challenge": challenge,
        "rubric": rubric,
        "projects": projects,
        "tabs": tabs_of(event, request.user, challenge),
        "is_by_spread": order == discussion_selectors.BY_SPREAD,
        "president_decides": ties.president_decides(event),
        "knows_standings": may_know_standings(request.user, challenge),
    }
    return event_page(request, event, "judging/progress/discussion.html", context)
