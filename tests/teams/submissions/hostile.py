"""Files that somebody might send to do harm, made here; each with what becomes of it.

``None``: refused with a sentence. Otherwise the name under which it is kept, inert.
"""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib

from PIL import Image

from tests.teams.submissions.tus import PDF, packed

MB = 1024 * 1024
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
ZIP = packed(("plan.txt", b"a plan\n" * 50), ("more.txt", b"more"))
TABLE = b"PK\1\2"
HUGE = b"\xff\xff\xff\x7f"


def picture(form="PNG", size=(8, 8), **options):
    held = io.BytesIO()
    Image.new("RGB", size, "teal").save(held, form, **options)
    return held.getvalue()


def chunk(kind, content):
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png(width, height, *more):
    """A grey picture of any size, written by hand: one bit a pixel, all black."""
    rows = zlib.compress((b"\0" * (1 + (width + 7) // 8)) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *more, chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def with_table_field(archive, at, form, value):
    """The archive with one field of its first entry in the table of contents changed."""
    changed, place = bytearray(archive), archive.index(TABLE) + at
    struct.pack_into(form, changed, place, value)
    return bytes(changed)


def overlapping():
    """Two entries in the table that share the bytes of one."""
    one = packed(("a", b"x" * 5000))
    table = one[one.index(TABLE) : one.index(b"PK\5\6")]
    start = one[: one.index(TABLE)]
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, 2 * len(table), len(start), 0)
    return start + table * 2 + end


def quoted():
    """Entries one inside the other: each counts the next as part of its own content."""
    inner = packed(("b", b"x" * 5000), method=zipfile.ZIP_STORED)
    outer = bytearray(packed(("a", inner[: inner.index(TABLE)]), method=zipfile.ZIP_STORED))
    table_at = outer.index(TABLE)
    entry = bytearray(inner[inner.index(TABLE) : inner.index(b"PK\5\6")])
    struct.pack_into("<I", entry, 42, outer.index(b"PK\3\4", 4))
    table = bytes(outer[table_at : outer.rindex(b"PK\5\6")]) + bytes(entry)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, len(table), table_at, 0)
    return bytes(outer[:table_at]) + table + end


def nested(depth=6):
    content = b"\0" * MB
    for _level in range(depth):
        content = packed(*((f"{number}.zip", content) for number in range(4)))
    return content


def wide(size):
    """A zip64 whose record says its table has so many bytes."""
    at = len(ZIP) - 22
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 2, 2, size, 0)
    pointer = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    return ZIP[:at] + record + pointer + ZIP[at:]


def linked():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        link = zipfile.ZipInfo("out")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return held.getvalue()


def tarred(*members, zeros=0):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz", compresslevel=1) as archive:
        for name, target in members:
            member = tarfile.TarInfo(name)
            if target:
                member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
        if zeros:
            member = tarfile.TarInfo("zeros")
            member.size = zeros
            archive.addfile(member, io.BytesIO(bytes(zeros)))
    return held.getvalue()


def box(kind, content=b"", size=None):
    return struct.pack(">I4s", size or 8 + len(content), kind) + content


def movie(brand=b"isom", *more):
    return (
        box(b"ftyp", brand + b"\0\0\0\0") + box(b"moov") + box(b"mdat", b"x" * 64) + b"".join(more)
    )


def office(*names):
    return packed(("[Content_Types].xml", b"<x/>"), *((name, b"<x/>") for name in names))


def exif_picture():
    exif = Image.Exif()
    exif[0x010E] = HTML.decode()
    exif[0x8825] = {1: "N", 2: (50.0, 51.0, 0.0)}
    return picture("JPEG", exif=exif, comment=HTML)


def claims(width, height):
    """A JPEG whose header promises far more pixels than there are."""
    changed = bytearray(picture("JPEG"))
    struct.pack_into(">HH", changed, changed.index(b"\xff\xc0") + 5, height, width)
    return bytes(changed)


def text_bomb():
    content = b"Comment\0\0" + zlib.compress(bytes(120 * MB), 1)
    return png(8, 8, chunk(b"zTXt", content))


NAMES = {
    "a path in the name": ("../../../etc/passwd.pdf", "passwd.pdf"),
    "a path of another system": ("C:\\Windows\\plan.pdf", "plan.pdf"),
    "a name that turns around": ("plan\u202efdp.exe", "planfdp.exe.pdf"),
    "a name with invisible letters": ("pl\u200ban\u2066\ufeff\u3164.pdf", "plan.pdf"),
    "a name of 300 letters": ("ß" * 300 + ".pdf", "ß" * 196 + ".pdf"),
    "NUL and line breaks in the name": ("a\0b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
    "a name of dots": ("...", "file.pdf"),
    "a PDF that is called a page": ("index.html", "index.html.pdf"),
}
FILES = {
    "flat bomb": ("b.zip", lambda: packed(("a", bytes(210 * MB))), None),
    "bomb of many": ("b.zip", lambda: packed(*((str(n), bytes(5 * MB)) for n in range(45))), None),
    "nested bomb": ("n.zip", nested, "n.zip"),
    "overlapping entries": ("o.zip", overlapping, None),
    "entries inside each other": ("q.zip", quoted, None),
    "25,000 entries": ("m.zip", lambda: packed(*((str(n), b"") for n in range(25_000))), None),
    "a table that lies about its size": ("l.zip", lambda: ZIP[:-10] + HUGE + ZIP[-6:], None),
    "a zip64 that promises 2 GB of table": ("w.zip", lambda: wide(2 * 1024 * MB), None),
    "a length that differs in the table": (
        "l.zip",
        lambda: with_table_field(ZIP, 24, "<I", 9),
        None,
    ),
    "a packed length beyond the file": (
        "l.zip",
        lambda: with_table_field(ZIP, 20, "<I", 10**8),
        None,
    ),
    "a length that cannot be": (
        "l.zip",
        lambda: with_table_field(packed(("a", b"x" * 9)), 24, "<I", 10**9),
        None,
    ),
    "an entry outside the file": ("l.zip", lambda: with_table_field(ZIP, 42, "<I", 10**8), None),
    "locked with a password": ("p.zip", lambda: with_table_field(ZIP, 8, "<H", 1), None),
    "entries that climb out": (
        "c.zip",
        lambda: packed(("../../../tmp/x", b"x"), ("/etc/x", b"x"), ("..\\x", b"x")),
        "c.zip",
    ),
    "a link in a zip": ("s.zip", linked, "s.zip"),
    "a link in a tar": ("s.tgz", lambda: tarred(("out", "/etc/passwd"), ("../../x", "")), "s.tgz"),
    "a zip cut off": ("t.zip", lambda: ZIP[:-30], None),
    "an empty zip": ("e.zip", lambda: packed(), None),
    "a program before a zip": ("x.zip", lambda: b"MZ" + bytes(600) + ZIP, None),
    "a zip before a zip": ("x.zip", lambda: ZIP[:40] + ZIP, None),
    "tar bomb": ("b.tar.gz", lambda: tarred(zeros=220 * MB), None),
    "gzip that is no tar": ("b.tar.gz", lambda: gzip.compress(bytes(10 * MB)), None),
    "gzip of rubbish": ("r.tgz", lambda: b"\x1f\x8b\x08" + b"\xff" * 500, None),
    "gzip that lies about its length": ("l.tgz", lambda: tarred(("a", ""))[:-4] + HUGE, None),
    "PDF and zip": ("p.pdf", lambda: PDF + ZIP, None),
    "zip with a PDF behind": (
        "p.pdf",
        lambda: ZIP[:-2] + struct.pack("<H", len(PDF)) + PDF,
        "p.zip",
    ),
    "PNG and page": ("p.png", lambda: picture() + HTML, "p.png"),
    "PNG that is called a page": ("p.html", lambda: picture() + HTML, "p.html.png"),
    "JPEG and zip": ("p.jpg", lambda: picture("JPEG") + ZIP, "p.jpg"),
    "a page in a picture's notes": ("p.jpg", exif_picture, "p.jpg"),
    "GIF and script": ("g.png", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", None),
    "SVG called PNG": ("s.png", lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>', None),
    "page called JPEG": ("h.jpg", lambda: HTML, None),
    "page with a PDF inside": ("h.pdf", lambda: HTML + PDF, None),
    "PostScript called JPEG": ("e.jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run", None),
    "TIFF called JPEG": ("t.jpg", lambda: picture("TIFF"), None),
    "20,000 x 20,000": ("big.png", lambda: png(20_000, 20_000), None),
    "a JPEG that claims 65,500 x 65,500": ("big.jpg", lambda: claims(65_500, 65_500), None),
    "a JPEG that claims 5,000 x 4,000": ("big.jpg", lambda: claims(5_000, 4_000), "big.jpg"),
    "a bomb in a picture's text": ("t.png", text_bomb, None),
    "a picture cut off": ("c.png", lambda: png(3_000, 3_000)[:-400], None),
    "a box larger than the film": ("m.mp4", lambda: movie(b"isom", box(b"free", b"", 10**9)), None),
    "a box without size": ("m.mp4", lambda: movie(b"isom", box(b"free", b"", 4)), None),
    "film and page": ("m.mp4", lambda: movie(b"isom", box(b"free", HTML)), "m.mp4"),
    "film and zip": ("m.mp4", lambda: movie() + ZIP, None),
    "a still called film": ("m.jpg", lambda: movie(b"heic"), None),
    "Matroska called WebM": ("m.webm", lambda: b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", None),
    "slides with macros": (
        "s.pptx",
        lambda: office("ppt/presentation.xml", "ppt/vbaProject.bin"),
        None,
    ),
    "a letter called slides": ("s.pptx", lambda: office("word/document.xml"), None),
    "program called PDF": ("x.pdf", lambda: b"MZ\x90\0" + bytes(500), None),
    "PDF cut off": ("c.pdf", lambda: PDF[:-8], None),
    **{why: (name, lambda: PDF, shown) for why, (name, shown) in NAMES.items()},
}
