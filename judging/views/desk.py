"""A judge's desk: what they have to score, how far they are, and the scale they keep."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from judging import desk, discussion, policy, scorecards


@login_required
@require_GET
def judges_desk(request: HttpRequest, event_slug: str) -> HttpResponse:
    """What this judge has to score, and how far they are."""
    event = event_or_404(event_slug, request.user)
    judge = desk.judge_or_404(event, request.user)
    work = scorecards.worklist_of(judge)
    dots, lowest, highest = scorecards.own_scale(work.all)
    context = {
        "judge": judge,
        "work": work,
        "dots": dots,
        "lowest": lowest,
        "highest": highest,
        "discussions": discussion.open_to(judge, work),
        "may_score": policy.SAVE_SCORECARD.open_now(judge),
        "teams": desk.teams_of_panel(judge),
        "conflicted": desk.conflicted_teams(judge),
        "may_declare": policy.DECLARE_CONFLICT.allows(request.user, judge),
    }
    return event_page(request, event, "judging/desk.html", context)
