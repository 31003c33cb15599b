"""A president's own pages: the people of their panels. Another panel does not exist here."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.exports import download
from hackathon.web.pages import event_page
from hackathon.web.signed_in import SignedInRequest
from judging.conflicts.selectors import register
from judging.progress.tabs import panel_links, tabs_of
from judging.seats import policy
from judging.seats.selectors import seating
from judging.seats.views import ruling

if TYPE_CHECKING:
    from challenges.models import Challenge
    from hackathon.kernel.models.event import Event
    from hackathon.kernel.models.user import User


def presided_or_404(event: "Event", user: "User") -> "QuerySet[Challenge]":
    challenges = seating.presided_by(event, user)
    if not challenges.exists():
        raise Http404
    return challenges


@login_required
@require_safe
def people(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenges = presided_or_404(event, request.user)
    panels = [
        (challenge, seats, panel_links(event, request.user, challenge))
        for challenge, seats in seating.panels_of(challenges)
    ]
    context = {"panels": panels, "tabs": tabs_of(event, request.user)}
    return event_page(request, event, "judging/seats/president_people.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: SignedInRequest, event_slug: str, judge_id: int) -> HttpResponse:
    """What will happen is shown before it is done."""
    event = event_or_404(event_slug, request.user)
    judge = seating.judge_of_panels_or_404(presided_or_404(event, request.user), event, judge_id)
    may_excuse = policy.EXCUSE_JUDGE.allows(request.user, judge)
    if not may_excuse:
        return event_page(request, event, "judging/seats/excuse.html", {"judge": judge})
    page = ruling.excuse_page(request, judge)
    if page.said:
        messages.success(request, page.said)
        is_own = judge.user_id == request.user.pk  # whoever excused themselves presides no more
        return redirect("challenges:home" if is_own else "judging:president_people", event.slug)
    return event_page(
        request, event, "judging/seats/excuse.html", {**page.context, "may_excuse": may_excuse}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    page = ruling.register_page(request, event, presided_or_404(event, request.user))
    if page.said:
        messages.success(request, page.said)
        return redirect("judging:president_conflicts", event.slug)
    context = {**page.context, "tabs": tabs_of(event, request.user)}
    return event_page(request, event, "judging/seats/president_conflicts.html", context)


@login_required
@require_safe
def conflicts_file(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    rows = register.register_of(presided_or_404(event, request.user), request.user)
    lines = register.lines(register.with_cards(rows))
    return download("conflicts", register.COLUMNS, lines)
