from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from challenges import selectors
from hackathon.pages import event_page
from hackathon.sections import HOME, HOME_FIRST, composed, readings_of
from hackathon.selectors import event_or_404


@require_GET
def home(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    facts = selectors.facts_of(event, readings_of(HOME_FIRST, HOME))
    context = {
        "first_sections": composed(HOME_FIRST, event, request.user, facts),
        "sections": composed(HOME, event, request.user, facts),
        **facts,
    }
    return event_page(request, event, "challenges/home.html", context)


@require_GET
def challenges(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"challenges": selectors.challenges_with_prizes(event)}
    return event_page(request, event, "challenges/challenges.html", context)


@require_GET
def partners(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"partners": selectors.partners_of(event)}
    return event_page(request, event, "challenges/partners.html", context)


@require_GET
def challenge(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = selectors.challenge_or_404(event, slug)
    context = {"challenge": challenge, "prizes": challenge.prizes.all()}
    return event_page(request, event, "challenges/challenge.html", context)
