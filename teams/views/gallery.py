from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hackathon.pages import event_page
from hackathon.selectors import event_or_404
from teams import checklist, selectors
from teams.downloads import download, listed


@require_GET
def gallery(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Every submitted project, once the results are public."""
    event = event_or_404(event_slug, request.user)
    context = {"shelves": selectors.gallery(event)}
    return event_page(request, event, "teams/gallery.html", context)


@require_GET
def project(request: HttpRequest, event_slug: str, submission_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    version = selectors.public_version_or_404(event, submission_id)
    questions = checklist.questions_for(version.submission.team)
    context = {
        "version": version,
        "answers": selectors.told_answers(version, questions),
        "files": listed(version.files, "teams:project_file", event.slug, submission_id),
    }
    return event_page(request, event, "teams/project.html", context)


@require_GET
def project_file(
    request: HttpRequest, event_slug: str, submission_id: int, file_id: int
) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    version = selectors.public_version_or_404(event, submission_id)
    return download(selectors.version_file_or_404(version, file_id))
