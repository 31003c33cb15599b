from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hackathon.events.selectors import event_or_404
from hackathon.web.kept_pages import keep_for_visitors
from hackathon.web.pages import event_page
from judging.rules.selectors import sheets


@require_safe
@keep_for_visitors
def rules(request: HttpRequest, event_slug: str, number: int | None = None) -> HttpResponse:
    """The rule sheet in force, or an earlier one, for everybody who may know of the event."""
    event = event_or_404(event_slug, request.user)
    sheet = sheets.sheet_or_404(event, number)
    context = {
        "sheet": sheet,
        "shelves": sheets.shelves_of(sheet, event, get_language()),
        "ladder": sheets.ladder_in_words(sheet),
        "others": [other for other in event.rule_sheets.all() if other != sheet],
    }
    return event_page(request, event, "judging/rules/rules.html", context)
