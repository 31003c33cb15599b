"""A team's file on its way to a reader: always as a download, never opened on this site."""

from typing import Protocol

from django.http import FileResponse, Http404

from hackathon.storage import path_of


class Named(Protocol):
    name: str
    sha256: str


def download(file: Named | None) -> FileResponse:
    if file is None or not path_of(file.sha256).is_file():
        raise Http404
    response = FileResponse(
        path_of(file.sha256).open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type="application/pdf",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
