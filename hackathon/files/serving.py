"""Stored files on their way out: by this process, or by the web server in front of it."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from hackathon.files import bucket
from hackathon.files.bucket import StorageDown
from hackathon.files.storage import is_stored, open_stored, place_of


def as_download(sha256: str, name: str, media_type: str) -> HttpResponseBase:
    """Saved, never opened: with nothing that a browser could run on this site."""
    response = serve_stored(sha256, media_type)
    if response.status_code == 200:
        response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def photo_or_404(sha256: str) -> HttpResponseBase:
    """A picture that this site has made itself, to stand in a page."""
    return serve_stored(sha256, "image/jpeg")


def serve_stored(sha256: str, media_type: str) -> HttpResponseBase:
    try:
        if settings.MEDIA_ACCEL_PREFIX and not bucket.is_used():
            return by_the_web_server(sha256, media_type)
        return FileResponse(open_stored(sha256), content_type=media_type)
    except FileNotFoundError as error:
        raise Http404 from error
    except StorageDown as down:
        return HttpResponse(str(down), status=503, content_type="text/plain; charset=utf-8")


def by_the_web_server(sha256: str, media_type: str) -> HttpResponse:
    if not is_stored(sha256):
        raise FileNotFoundError(sha256)
    response = HttpResponse(content_type=media_type)
    response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX}{place_of(sha256)}"
    return response
