"""What everyone sees of the jury and of its results."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hackathon.events.selectors import event_or_404
from hackathon.files.serving import photo_or_404
from hackathon.web.kept_pages import keep_for_visitors
from hackathon.web.pages import event_page
from judging.jury.selectors import judge_photo_or_404, jury_of
from judging.results.selectors.page import shown_results
from judging.rules.selectors.sheets import sheet_of


@require_safe
@keep_for_visitors
def jury(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"judges": jury_of(event), "has_rules": bool(sheet_of(event))}
    return event_page(request, event, "judging/results/jury.html", context)


@require_safe
@cache_control(max_age=3600, private=True)
def photo(request: HttpRequest, event_slug: str, judge_id: int) -> HttpResponseBase:
    """A judge's photo, as this site made it from what was uploaded."""
    event = event_or_404(event_slug, request.user)
    return photo_or_404(judge_photo_or_404(event, judge_id, request.user))


@require_safe
@keep_for_visitors
def results(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    return event_page(
        request, event, "judging/results/results.html", {"results": shown_results(event)}
    )
