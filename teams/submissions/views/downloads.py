"""A team's file on its way to a reader: always as a download, never opened on this site."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from hackathon.files.serving import as_download


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class ListedFile:
    """A file as a page lists it, with the address where its reader gets it."""

    id: int
    name: str
    kind: str
    size: int
    sha256: str
    url: str


def list_files(files: Iterable[Any], page: str, *arguments: Any) -> list[ListedFile]:
    """``page`` is the name of the reader's own download page; the file's number comes last."""
    return [
        ListedFile(
            file.pk,
            file.name,
            file.get_kind_display(),
            file.size,
            file.sha256,
            reverse(page, args=[*arguments, file.pk]),
        )
        for file in files
    ]


def download(file: Named | None) -> HttpResponseBase:
    if file is None:
        raise Http404
    media_type = getattr(file, "media_type", "application/octet-stream")
    return as_download(file.sha256, file.name, media_type)
