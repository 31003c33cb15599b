"""The minutes of a panel, to be printed and signed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.signed_in import SignedInRequest
from judging.planning.selectors.plan import planned_challenge_or_404
from judging.progress.tabs import tabs_of
from judging.ranking.views import job_if_overtaken, newest_of, told_instead
from judging.results.selectors.minutes import minutes_of


@login_required
@require_safe
def minutes(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """For the panel's president and organisers; whoever owes marks waits."""
    event = event_or_404(event_slug, request.user)
    challenge = planned_challenge_or_404(event, request.user, slug)
    tabs = tabs_of(event, request.user, challenge)
    context: dict[str, Any] = {"challenge": challenge, "tabs": tabs}
    waiting, kept = told_instead(request.user, challenge)
    if waiting:
        return event_page(
            request, event, "judging/results/minutes.html", {**context, "waiting": waiting}
        )
    shown = None if kept else newest_of(challenge)
    found = minutes_of(challenge, request.user, shown, is_kept=bool(kept))
    context |= {"minutes": found, "shown": shown, "now": timezone.now(), **found.told}
    context |= {"kept": kept, "job": job_if_overtaken(challenge, shown)}
    return event_page(request, event, "judging/results/minutes.html", context)
