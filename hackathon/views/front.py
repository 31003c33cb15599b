from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hackathon import selectors
from hackathon.sections import ME, composed


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    context = {"events": selectors.events_seen_by(request.user)}
    return render(request, "hackathon/events.html", context)


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Everything this person has a part in, on every floor."""
    context = {
        "sections": composed(ME, None, request.user),
        "organised": selectors.organised_by(request.user),
        "events": selectors.events_seen_by(request.user),
    }
    return render(request, "hackathon/me.html", context)
