"""A judge's desk: what they have to score, how far they are, and the scale they keep."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.signed_in import SignedInRequest
from judging.assignment.selectors import coming_to
from judging.conflicts.policy import DECLARE_CONFLICT
from judging.conflicts.selectors.register import conflicted_teams, ties_decided_by_others
from judging.jury.selectors import judge_or_404, teams_of_panel
from judging.progress.selectors import discussion
from judging.progress.selectors.falling_back import begun_by, is_before_the_deadline, kept_by
from judging.ranking.selectors.waiting_ties import waiting_for
from judging.results.selectors.minutes import is_over
from judging.scorecards import policy
from judging.scorecards.selectors import worklist
from judging.seats.selectors import own_offer
from judging.unsaved.selectors import reader_words, sent_by, unsaved_for


@login_required
@require_safe
def judges_desk(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """What this judge has to score, and how far they are."""
    event = event_or_404(event_slug, request.user)
    judge = judge_or_404(event, request.user)
    work = worklist.worklist_of(judge)
    dots, lowest, highest = worklist.own_scale(work.all)
    versions = [entry.version for entry in work.all]
    teams_write = is_before_the_deadline(event)
    context = {
        "judge": judge,
        "work": work,
        "kept": kept_by(judge) if teams_write else 0,
        "begun": begun_by(judge) if teams_write else 0,
        "coming": coming_to(judge),
        "dots": dots,
        "lowest": lowest,
        "highest": highest,
        "discussions": discussion.open_to(judge, work),
        "unsaved": unsaved_for(event, request.user) if judge.presides else [],
        "readers": reader_words(judge, versions),
        "sent": sent_by(judge, versions),
        "waiting_ties": waiting_for(request.user, event) if judge.presides else [],
        "is_closed": is_over(event),
        "may_score": policy.SAVE_SCORECARD.open_now(judge),
        "teams": teams_of_panel(judge),
        "decided": ties_decided_by_others(judge),
        "conflicted": conflicted_teams(judge),
        "may_declare": DECLARE_CONFLICT.allows(request.user, judge),
        "obstacle": own_offer.obstacle_to_judging(event, request.user),
    }
    return event_page(request, event, "judging/scorecards/desk.html", context)
