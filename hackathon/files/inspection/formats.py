"""The formats that are told apart, and what each is called."""

from dataclasses import dataclass

from hackathon.kernel.models.event import FileKind


@dataclass(frozen=True)
class Format:
    kind: FileKind
    media_type: str
    extensions: tuple[str, ...]  # the first is given to a file whose name has none of them
    pillow: str = ""


PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FORMATS = {
    "pdf": Format(FileKind.PDF, "application/pdf", (".pdf",)),
    "jpeg": Format(FileKind.IMAGE, "image/jpeg", (".jpg", ".jpeg"), "JPEG"),
    "png": Format(FileKind.IMAGE, "image/png", (".png",), "PNG"),
    "webp": Format(FileKind.IMAGE, "image/webp", (".webp",), "WEBP"),
    "pptx": Format(FileKind.SLIDES, PRESENTATION, (".pptx",)),
    "odp": Format(FileKind.SLIDES, "application/vnd.oasis.opendocument.presentation", (".odp",)),
    "mp4": Format(FileKind.VIDEO, "video/mp4", (".mp4", ".m4v")),
    "mov": Format(FileKind.VIDEO, "video/quicktime", (".mov",)),
    "webm": Format(FileKind.VIDEO, "video/webm", (".webm",)),
    "zip": Format(FileKind.ARCHIVE, "application/zip", (".zip",)),
    "tar.gz": Format(FileKind.ARCHIVE, "application/gzip", (".tar.gz", ".tgz")),
}
EXTENSIONS = tuple(end for form in FORMATS.values() for end in form.extensions)


def accept_attribute(kinds: list[str]) -> str:
    """What a browser's file dialogue offers first, for these kinds."""
    return ",".join(
        end for form in FORMATS.values() if form.kind in kinds for end in form.extensions
    )
