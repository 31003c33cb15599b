from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from challenges import selectors
from hackathon.pages import event_page
from hackathon.selectors import event_or_404


@require_GET
def home(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"challenges": selectors.challenges_of(event), **selectors.facts_of(event)}
    return event_page(request, event, "challenges/home.html", context)


@require_GET
def challenge(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"challenge": selectors.challenge_or_404(event, slug)}
    return event_page(request, event, "challenges/challenge.html", context)
