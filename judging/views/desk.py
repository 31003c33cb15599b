"""A judge's desk: what they have to score, how far they are, and the scale they keep."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from judging import desk, discussion, invited, policy, scorecards, unsaved
from judging.asked import coming_to
from judging.falling_back import begun_by, is_before_the_deadline, kept_by
from judging.minutes import is_over
from judging.waiting_ties import waiting_for


@login_required
@require_GET
def judges_desk(request: HttpRequest, event_slug: str) -> HttpResponse:
    """What this judge has to score, and how far they are."""
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    work = scorecards.worklist_of(judge)
    dots, lowest, highest = scorecards.own_scale(work.all)
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
        "unsaved": unsaved.unsaved_for(event, request.user) if judge.presides else [],
        "readers": unsaved.reader_words(judge, versions),
        "sent": unsaved.sent_by(judge, versions),
        "waiting_ties": waiting_for(request.user, event) if judge.presides else [],
        "is_closed": is_over(event),
        "may_score": policy.SAVE_SCORECARD.open_now(judge),
        "teams": desk.teams_of_panel(judge),
        "decided": desk.ties_decided_by_others(judge),
        "conflicted": desk.conflicted_teams(judge),
        "may_declare": policy.DECLARE_CONFLICT.allows(request.user, judge),
        "obstacle": invited.obstacle_to_judging(event, request.user),
    }
    return event_page(request, event, "judging/desk.html", context)
