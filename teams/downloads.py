"""A team's file on its way to a reader: always as a download, never opened on this site."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import FileResponse, Http404
from django.urls import reverse

from hackathon.storage import path_of


class Named(Protocol):
    name: str
    sha256: str


@dataclass(frozen=True)
class ListedFile:
    """A file as a page lists it, with the address where its reader gets it."""

    id: int
    name: str
    kind: str
    size: int
    sha256: str
    url: str


def listed(files: Iterable[Any], page: str, *arguments: Any) -> list[ListedFile]:
    """``page`` is the name of the reader's own download page; the file's number comes last."""
    return [
        ListedFile(
            file.pk, file.name, file.get_kind_display(), file.size, file.sha256,
            reverse(page, args=[*arguments, file.pk]),
        )
        for file in files
    ]  # fmt: skip


def download(file: Named | None) -> FileResponse:
    if file is None or not path_of(file.sha256).is_file():
        raise Http404
    response = FileResponse(
        path_of(file.sha256).open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type=getattr(file, "media_type", "application/octet-stream"),
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
