"""Archives, and slides, which are archives inside: read by their table of contents alone."""

import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MB = 1024 * 1024
MOST_ENTRIES = 20_000
LARGEST_TABLE = 6 * MB
LARGEST_TOTAL = 10 * 1024 * MB
HARMLESS_TOTAL = 200 * MB  # below it no ratio is looked at: text packs well
LARGEST_RATIO = 100
DEFLATE_AT_MOST = 1032  # no packer that zip knows does better
END = b"PK\5\6"
WIDE_POINTER = b"PK\6\7"
ODP = b"application/vnd.oasis.opendocument.presentation"


def look(path: Path, head: bytes) -> str:
    if head.startswith((b"PK\3\4", END)):
        return name_of_zip(path)
    if head.startswith(b"\x1f\x8b\x08"):
        return name_of_tar(path)
    if head.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ", b"BZh")):
        raise ValidationError(_("Archives are taken as ZIP or tar.gz. Pack this one anew."))
    return ""


def table_size_of(path: Path) -> int | None:
    """How large a zip's table of contents says it is; None for a file that ends in no zip."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        start, tail = file.tell(), file.read()
        found = tail.rfind(END)
        if found < 0 or len(tail) - found < 22:
            return None
        table, table_at, comment = struct.unpack("<12xIIH", tail[found : found + 22])
        if tail[max(0, found - 20) :].startswith(WIDE_POINTER):
            table, table_at = wide_table(file, start + found - 76, tail[found - 20 : found])
    is_whole = table_at + table <= start + found and found + 22 + comment <= len(tail)
    return table if is_whole else None


def wide_table(file: BinaryIO, at: int, pointer: bytes) -> tuple[int, int]:
    """Size and place of the table in a zip64: its record stands right before its pointer."""
    nowhere = (2**62, 2**62)
    if at < 0 or struct.unpack("<8xQ4x", pointer)[0] != at:
        return nowhere
    file.seek(at)
    record = file.read(56)
    return struct.unpack("<40xQQ", record) if record.startswith(b"PK\6\6") else nowhere


def name_of_zip(path: Path) -> str:
    table = table_size_of(path)
    if table is None:
        raise damaged_archive()
    if table > LARGEST_TABLE:
        raise too_many()
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise too_many()
            require_sound(path, archive, entries)
            return kind_of(archive, entries)
    except ValidationError:
        raise
    except (OSError, zipfile.BadZipFile) as error:
        if getattr(error, "errno", None):
            raise
        raise damaged_archive() from error
    except Exception as error:  # a damaged file breaks its reader in ways that nobody lists
        raise damaged_archive() from error


def require_sound(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise ValidationError(_("This archive is empty."))
    if any(entry.flag_bits & 0x2041 for entry in entries):
        raise ValidationError(
            _("This archive is locked with a password: the jury could not open it. Pack it openly.")
        )
    require_bounds(sum(entry.file_size for entry in entries), path.stat().st_size)
    require_apart(path, archive.start_dir, entries)


def require_bounds(total: int, size: int) -> None:
    if total > LARGEST_TOTAL or (total > HARMLESS_TOTAL and total > size * LARGEST_RATIO):
        raise ValidationError(
            _("Unpacked, this archive would have %(total)d MB. That is too much for its size."),
            params={"total": total // MB},
        )


def require_apart(path: Path, table_at: int, entries: list[zipfile.ZipInfo]) -> None:
    """Each entry has bytes of its own, as many as it says, in the file as in the table."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    if ordered[0].header_offset != 0:
        raise damaged_archive()
    ends = [entry.header_offset for entry in ordered[1:]] + [table_at]
    with path.open("rb") as file:
        for entry, end in zip(ordered, ends, strict=True):
            file.seek(entry.header_offset)
            header = file.read(30)
            if len(header) < 30 or not header.startswith(b"PK\3\4"):
                raise damaged_archive()
            flags, method, packed, plain, name, extra = struct.unpack("<6xHH8xIIHH", header)
            begins = entry.header_offset + 30 + name + extra
            if begins + entry.compress_size > end or lies(entry, flags, method, packed, plain):
                raise damaged_archive()


def lies(entry: zipfile.ZipInfo, flags: int, method: int, packed: int, plain: int) -> bool:
    """Whether the entry says two things about its length, or one that cannot be."""
    is_told_here = not flags & 8 and 0xFFFFFFFF not in (packed, plain)
    if is_told_here and (packed, plain) != (entry.compress_size, entry.file_size):
        return True
    if method != entry.compress_type:
        return True
    if method == zipfile.ZIP_STORED:
        return entry.compress_size != entry.file_size
    is_deflated = method == zipfile.ZIP_DEFLATED
    return is_deflated and entry.file_size > entry.compress_size * DEFLATE_AT_MOST + 1024


def kind_of(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    names = {entry.filename for entry in entries}
    first = entries[0]
    if first.filename == "mimetype" and first.file_size < 100:
        said = archive.read(first) if first.compress_type == zipfile.ZIP_STORED else b""
        if said == ODP:
            return "odp"
        if said.startswith(b"application/vnd.oasis.opendocument"):
            raise save_as_pdf()
    if "[Content_Types].xml" not in names:
        return "zip"
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("This file holds macros. Save it without them and try again."))
    if "ppt/presentation.xml" in names:
        return "pptx"
    if names & {"word/document.xml", "xl/workbook.xml"}:
        raise save_as_pdf()
    return "zip"


def name_of_tar(path: Path) -> str:
    """The first block tells a tar; the last four bytes tell how much there is inside."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(64 * 1024)
        file.seek(max(0, size - 4))
        total = int.from_bytes(file.read(4), "little")
    try:
        block = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, 512)
    except zlib.error as error:
        raise damaged_archive() from error
    if len(block) < 512 or not is_tar(block):
        raise ValidationError(_("Archives are taken as ZIP or tar.gz. Pack this one anew."))
    if total > size * DEFLATE_AT_MOST + 1024:
        raise damaged_archive()
    require_bounds(total, size)
    return "tar.gz"


def is_tar(block: bytes) -> bool:
    """By the header's own sum, which counts the sum's eight bytes as spaces."""
    try:
        told = int(block[148:156].split(b"\0")[0].strip() or b"x", 8)
    except ValueError:
        return False
    return told == sum(block[:148]) + 8 * 32 + sum(block[156:])


def damaged_archive() -> ValidationError:
    return ValidationError(_("This archive is damaged or cut off. Pack it anew and try again."))


def too_many() -> ValidationError:
    return ValidationError(
        _("This archive has too many files (%(most)d are taken). Pack fewer."),
        params={"most": MOST_ENTRIES},
    )


def save_as_pdf() -> ValidationError:
    return ValidationError(_("Documents are taken as PDF. Save this one as PDF and try again."))
