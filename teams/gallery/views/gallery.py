"""The projects, for everyone: once the results are public, or the organiser opens them."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag, urlencode
from django.views.decorators.http import require_safe

from hackathon.events.cards import Card, picture_of
from hackathon.events.selectors import event_or_404
from hackathon.kernel.sections import Win
from hackathon.kernel.texts import harmless
from hackathon.web.kept_pages import keep_for_visitors
from hackathon.web.pages import event_page
from teams.gallery import selectors as gallery_selectors
from teams.submissions.selectors import checklist
from teams.submissions.selectors.submissions import told_answers, version_file_or_404
from teams.submissions.views.downloads import download, list_files

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event
    from teams.submissions.models.submission import Version


@require_safe
@keep_for_visitors
def gallery(request: HttpRequest, event_slug: str) -> HttpResponse:
    """A plain form of GET narrows it: every view of it has an address of its own."""
    event = event_or_404(event_slug, request.user)
    wanted = wanted_in(request.GET)
    context = {"gallery": gallery_selectors.gallery(event, wanted), "wanted": wanted}
    context["query"] = urlencode(query_of(wanted))
    return event_page(request, event, "teams/gallery/gallery.html", context)


def wanted_in(sent: QueryDict) -> gallery_selectors.Wanted:
    """Whatever stands in the address: what makes no sense does not count."""
    return gallery_selectors.Wanted(
        words=harmless(sent.get("q", ""))[:100].strip(),
        challenge=number(sent.get("challenge", "")),
        technology=harmless(sent.get("technology", ""))[:30],
        winners=sent.get("winners") == "1",
        page=number(sent.get("page", "")) or 1,
    )


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def query_of(wanted: gallery_selectors.Wanted) -> dict[str, str | int]:
    parts = {
        "q": wanted.words,
        "challenge": wanted.challenge,
        "technology": wanted.technology,
        "winners": 1 if wanted.winners else None,
    }
    return {name: part for name, part in parts.items() if part}


@require_safe
@keep_for_visitors
def project(request: HttpRequest, event_slug: str, submission_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    place = gallery_selectors.place_or_404(event, submission_id)
    version = gallery_selectors.version_at(event, place)
    questions = checklist.public_questions_for(version.submission.team)
    awards = gallery_selectors.awards_of(event, submission_id)
    address = reverse("teams:card", args=[event.slug, submission_id])
    context = {
        "version": version,
        "place": place,
        "awards": awards,
        "members": gallery_selectors.named_members(version),
        "answers": told_answers(version, questions),
        "files": list_files(version.files, "teams:project_file", event.slug, submission_id),
        "card": f"{address}?v={card_of(event, version, awards).key[:12]}",
    }
    return event_page(request, event, "teams/gallery/project.html", context)


@require_safe
def card(request: HttpRequest, event_slug: str, submission_id: int) -> HttpResponse:
    """The picture for whoever shares the page; it tells of an award once all may know."""
    event = event_or_404(event_slug, request.user)
    version = gallery_selectors.public_version_or_404(event, submission_id)
    drawn = card_of(event, version, gallery_selectors.awards_of(event, submission_id))
    response = HttpResponse(picture_of(drawn), content_type="image/png")
    response["ETag"] = quote_etag(drawn.key)
    patch_cache_control(response, public=True, max_age=300)
    return response


def card_of(event: "Event", version: "Version", awards: list[Win]) -> Card:
    team = version.submission.team
    return Card(
        accent=event.accent,
        event=event.name,
        title=version.title,
        by=team.name if team.name != version.title else "",
        below=team.challenge.title,
        award=" · ".join(award.title for award in awards),
    )


@require_safe
def project_file(
    request: HttpRequest, event_slug: str, submission_id: int, file_id: int
) -> HttpResponseBase:
    event = event_or_404(event_slug, request.user)
    version = gallery_selectors.public_version_or_404(event, submission_id)
    return download(version_file_or_404(version, file_id))
