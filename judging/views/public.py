"""What everyone sees of the jury and of its results."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from hackathon.storage import path_of
from judging import desk, selectors


@require_GET
def jury(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    return event_page(request, event, "judging/jury.html", {"judges": desk.jury_of(event)})


@require_GET
@cache_control(max_age=3600, private=True)
def photo(request: HttpRequest, event_slug: str, judge_id: int) -> HttpResponse:
    """A judge's photo, as this site made it from what was uploaded."""
    event = event_or_404(event_slug, request.user)
    file = path_of(desk.photo_or_404(event, judge_id))
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/jpeg")


@require_GET
def results(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    return event_page(
        request, event, "judging/results.html", {"winners": selectors.shown_winners(event.pk)}
    )
