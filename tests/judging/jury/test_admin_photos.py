"""Whatever is uploaded as a photo, the answer is a small clean JPEG or a sentence."""

import io
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from hackathon.files.photos import portrait


def drawn(kind, mode="RGB", size=(60, 40), **options):
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def upload(content):
    return SimpleUploadedFile("me.jpg", content)


def bloated():
    """A PNG whose comment swells beyond all measure when it is read."""
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "x" * 70_000_000, zip=True)
    return drawn("PNG", pnginfo=text)


@pytest.mark.parametrize("kind", ["EPS", "GIF", "TIFF", "BMP", "ICNS", "PPM"])
def test_other_kinds_of_picture_are_not_even_opened(kind):
    with pytest.raises(ValidationError, match="not a picture"):
        portrait(upload(drawn(kind)))


def test_a_picture_with_a_swelling_comment_is_refused():
    with pytest.raises(ValidationError):
        portrait(upload(bloated()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_picture_is_refused_or_kept_but_never_a_crash(kind):
    chance = random.Random(1)  # noqa: S311 - no secret
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = drawn(kind, exif=exif)
    for _ in range(400):
        content = bytearray(whole[: chance.randrange(1, len(whole) + 1)])
        for _ in range(chance.randrange(4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            portrait(upload(bytes(content)))
        except ValidationError:
            continue


def test_what_is_see_through_becomes_white():
    picture = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    file = io.BytesIO()
    picture.save(file, "PNG")

    with Image.open(portrait(upload(file.getvalue()))) as clean:
        assert min(clean.getpixel((40, 40))) > 250
