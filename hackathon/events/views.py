from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hackathon.events import selectors
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import Visitor
from hackathon.kernel.phases import Phase
from hackathon.kernel.sections import ME, compose_sections
from hackathon.web.signed_in import SignedInRequest


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    return render(request, "hackathon/events/events.html", listed_events(request.user))


@login_required
@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """Everything this person has a part in, on every floor."""
    context = {
        "sections": compose_sections(ME, None, request.user),
        "organised": selectors.organised_by(request.user),
        **listed_events(request.user),
    }
    return render(request, "hackathon/events/me.html", context)


def listed_events(user: Visitor) -> dict[str, list[tuple[Event, Phase]]]:
    """The events that this person may know of, each with its phase: those to come, the next one
    first, and those whose winners are published, the latest first."""
    found = [(event, event.phase_at(event.seen_at)) for event in selectors.events_seen_by(user)]
    found.sort(key=lambda row: row[0].hacking_starts_at)
    is_over = [row[1] == Phase.PUBLISHED for row in found]
    return {
        "events_to_come": [row for row, over in zip(found, is_over, strict=True) if not over],
        "events_over": [row for row, over in zip(found, is_over, strict=True) if over][::-1],
    }
