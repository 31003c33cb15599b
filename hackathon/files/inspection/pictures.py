"""Pictures are decoded within bounds and written anew: pixels stay, everything else goes."""

import warnings
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

STARTS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
MOST_PIXELS = 25_000_000
OPTIONS = {
    "JPEG": {"quality": 90},
    "PNG": {"compress_level": 1},
    "WEBP": {"quality": 90, "method": 0},
}
OTHERS = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"<svg", b"\0\0\1\0")


def look(path: Path, head: bytes) -> str:
    for start, name in STARTS.items():
        if head.startswith(start):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(OTHERS) or b"<svg" in head[:1024]:
        raise ValidationError(_("Pictures are taken as JPEG, PNG or WebP. Save this one as PNG."))
    return ""


def make_anew(path: Path, clean: Path, form: str) -> None:
    try:
        # a warning about size is an answer, too, and the bound below comes first
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")
            redraw(file, clean, form)
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise too_many_pixels() from error
    except OSError as error:
        if error.errno:  # of the disk, not of the picture
            raise
        raise damaged_picture() from error
    except Exception as error:  # a damaged file breaks its reader in ways that nobody lists
        raise damaged_picture() from error


def redraw(file: Any, clean: Path, form: str) -> None:
    with Image.open(file, formats=[form]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise too_many_pixels()
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        plain = in_plain_colours(picture, form)
    plain.info.clear()  # place, camera, comments, another picture's preview
    plain.save(clean, form, **OPTIONS[form])


def in_plain_colours(picture: Image.Image, form: str) -> Image.Image:
    if form == "JPEG":
        return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    if picture.has_transparency_data:
        return picture if picture.mode in ("LA", "RGBA") else picture.convert("RGBA")
    kept = ("1", "L", "RGB", "I;16") if form == "PNG" else ("RGB",)
    return picture if picture.mode in kept else picture.convert("RGB")


def too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has more than %(most)d million pixels. Make it smaller and try again."),
        params={"most": MOST_PIXELS // 1_000_000},
    )


def damaged_picture() -> ValidationError:
    return ValidationError(_("This picture is damaged. Open it, save it anew and try again."))
