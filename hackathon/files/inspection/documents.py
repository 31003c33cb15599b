"""PDF and video: the frame has to be whole from the first byte to the last."""

import re
import struct
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hackathon.files.inspection.archives import table_size_of

MOST_BOXES = 10_000
MOVIES = {
    b"isom",
    b"iso2",
    b"iso3",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
    b"mmp4",
    b"3gp4",
    b"3gp5",
    b"f4v ",
}
STILLS = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"}


def look(path: Path, head: bytes) -> str:
    if re.match(rb"%PDF-[12]\.\d", head):
        return pdf(path)
    if head[4:8] == b"ftyp":
        return movie(path, head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return webm(path, head)
    return ""


def pdf(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2048))
        if b"%%EOF" not in file.read():
            raise cut_off()
    refuse_double(path)
    return "pdf"


def movie(path: Path, head: bytes) -> str:
    brand = head[8:12]
    if brand in STILLS:
        raise ValidationError(_("Pictures are taken as JPEG, PNG or WebP. Save this one as PNG."))
    if brand not in MOVIES and brand != b"qt  ":
        raise ValidationError(_("Videos are taken as MP4, MOV or WebM. Save this one as MP4."))
    if not {b"moov", b"mdat"} <= boxes(path):
        raise cut_off()
    refuse_double(path)
    return "mov" if brand == b"qt  " else "mp4"


def boxes(path: Path) -> set[bytes]:
    """The kinds of the outermost boxes; they must fill the file exactly."""
    found, at, end = set(), 0, path.stat().st_size
    with path.open("rb") as file:
        for _number in range(MOST_BOXES):
            file.seek(at)
            header = file.read(16)
            if len(header) < 8:
                raise cut_off()
            size, kind = struct.unpack(">I4s", header[:8])
            if size == 1 and len(header) == 16:
                size = struct.unpack(">Q", header[8:])[0]
            elif size == 0:
                size = end - at
            found.add(kind)
            at += size
            if size < 8 or at > end:
                raise cut_off()
            if at == end:
                return found
    raise cut_off()


def webm(path: Path, head: bytes) -> str:
    kind = re.search(rb"\x42\x82([\x81-\x8f])", head[:64])
    name = head[kind.end() : kind.end() + kind[1][0] - 0x80].rstrip(b"\0") if kind else b""
    if name != b"webm":
        raise ValidationError(_("Videos are taken as MP4, MOV or WebM. Save this one as MP4."))
    if b"\x18\x53\x80\x67" not in head:  # the segment that holds everything else
        raise cut_off()
    refuse_double(path)
    return "webm"


def refuse_double(path: Path) -> None:
    """A file that is an archive as well is somebody's trick, or somebody's mistake."""
    if table_size_of(path) is not None:
        raise ValidationError(
            _("This file holds an archive behind its content. Hand in the two apart.")
        )


def cut_off() -> ValidationError:
    return ValidationError(_("This file is damaged or cut off. Save it anew and try again."))
