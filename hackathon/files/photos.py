"""A person's photo as this site keeps it: a small square, made anew from what was uploaded."""

import io

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

KINDS = ("JPEG", "PNG", "WEBP")  # others need readers that have been broken before
SIDE = 480
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000


def portrait(upload: UploadedFile) -> UploadedFile:
    """The picture upright, cut to a square of at most 480 pixels, as JPEG without metadata."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("This picture is larger than 5 MB. Choose a smaller one."))
    upload.seek(0)
    try:
        with Image.open(upload, formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("This picture has too many pixels. Choose a smaller one."))
            upright = on_white(ImageOps.exif_transpose(picture))
    except ValidationError:
        raise
    except Exception as error:  # a damaged file breaks its reader in ways that nobody lists
        raise ValidationError(_("This is not a picture. Choose a JPEG or PNG file.")) from error
    side = min(SIDE, *upright.size)
    square = ImageOps.fit(upright, (side, side))
    clean = io.BytesIO()
    square.save(clean, "JPEG", quality=85, optimize=True)
    return SimpleUploadedFile("photo.jpg", clean.getvalue(), "image/jpeg")


def on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")
