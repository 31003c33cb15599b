"""The picture that stands beside a link when it is shared: type on the event's own colour."""

import hashlib
import io
import json
import math
import os
import tempfile
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from hackathon.kernel.texts import harmless

Colour = tuple[int, int, int]
WIDTH, HEIGHT, EDGE = 1200, 630, 72
FONTS = settings.BASE_DIR / "static" / "fonts"
DISPLAY = "bricolage-grotesque-latin-wght-normal.woff2"
TEXT = "atkinson-hyperlegible-next-latin-wght-normal.woff2"
LOOK = 1  # counts up when the drawing changes, so that no old picture is served for it

# Hue and chroma of each accent, as in static/css/tokens.css.
ACCENTS = {
    "blue": (262, 0.19),
    "green": (150, 0.12),
    "teal": (195, 0.09),
    "violet": (295, 0.19),
    "magenta": (345, 0.19),
    "red": (25, 0.17),
    "orange": (50, 0.12),
    "slate": (262, 0.04),
}


@dataclass(frozen=True)
class Card:
    """What the picture says."""

    accent: str
    event: str
    title: str
    by: str = ""
    below: str = ""
    award: str = ""

    @property
    def key(self) -> str:
        said = json.dumps([LOOK, asdict(self)], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def picture_of(card: Card) -> bytes:
    """Drawn once for what it says; after that it comes from the disk."""
    path = Path(settings.MEDIA_ROOT) / "cards" / f"{card.key}.png"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        drawn = draw(card)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(drawn)
    os.replace(file.name, path)
    return drawn


def draw(card: Card) -> bytes:
    ground, paper = oklch(0.36, card.accent), oklch(0.99, card.accent, 0.1)
    quiet, tint = oklch(0.88, card.accent, 0.4), oklch(0.93, card.accent, 0.3)
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(picture)
    small, room = font(TEXT, 34, 500), WIDTH - 2 * EDGE
    pen.text((EDGE, EDGE), fit_words(card.event, small, room), font=small, fill=quiet)
    y = HEIGHT - EDGE
    for words in filter(None, (card.below, card.by)):
        pen.text((EDGE, y), fit_words(words, small, room), font=small, fill=quiet, anchor="ls")
        y -= 48
    if card.award:
        y = draw_award(pen, card.award, y - 26, tint, ground)
    draw_title(pen, card.title, top=EDGE + 80, bottom=y - 30, fill=paper)
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def draw_award(pen: ImageDraw.ImageDraw, words: str, y: int, tint: Colour, ground: Colour) -> int:
    """A pill above the team; returns where the room above it ends."""
    bold = font(TEXT, 32, 700)
    words = fit_words(words, bold, WIDTH - 2 * EDGE - 56)
    wide = pen.textlength(words, font=bold)
    pen.rounded_rectangle((EDGE, y - 58, EDGE + wide + 56, y), radius=29, fill=tint)
    pen.text((EDGE + 28, y - 29), words, font=bold, fill=ground, anchor="lm")
    return y - 58


def draw_title(
    pen: ImageDraw.ImageDraw, words: str, *, top: int, bottom: int, fill: Colour
) -> None:
    """As large as it fits; what is too long even then ends in an ellipsis."""
    for size in (92, 80, 68, 58, 50):
        large = font(DISPLAY, size, 700)
        lines, step = broken(words, large), round(size * 1.12)
        if len(lines) * step <= bottom - top:
            break
    most = max(1, (bottom - top) // step)
    if len(lines) > most:
        lines[most - 1] = fit_words(" ".join(lines[most - 1 :]), large, WIDTH - 2 * EDGE)
    for number, line in enumerate(lines[:most]):
        pen.text((EDGE, top + number * step), line, font=large, fill=fill)


def broken(words: str, large: ImageFont.FreeTypeFont) -> list[str]:
    room, lines = WIDTH - 2 * EDGE, [""]
    for word in drawable(words, large).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and large.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [fit_words(line, large, room) for line in lines]


def fit_words(words: str, used: ImageFont.FreeTypeFont, room: float) -> str:
    words = drawable(words, used)
    if used.getlength(words) <= room:
        return words
    while words and used.getlength(words + "…") > room:
        words = words[:-1]
    return words.rstrip() + "…"


def drawable(words: str, used: ImageFont.FreeTypeFont) -> str:
    """One line of what the font has: a letter that it lacks would stand as an empty box."""
    line = " ".join(harmless(words)[:400].split())
    return "".join(c for c in line if c == " " or has_glyph(used, c)).strip()


def has_glyph(used: ImageFont.FreeTypeFont, letter: str) -> bool:
    return shape(used, letter) != shape(used, "\U000f0000")  # a letter that no font has


@lru_cache(maxsize=2048)
def shape(used: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = used.getmask(letter)
    return mask.size, bytes(mask)


@lru_cache
def font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    made = ImageFont.truetype(str(FONTS / name), size)
    made.set_variation_by_axes([weight])
    return made


def oklch(lightness: float, accent: str, share: float = 1) -> Colour:
    """The accent at this lightness as sRGB, with a share of its chroma."""
    hue, chroma = ACCENTS.get(accent, ACCENTS["blue"])
    a = chroma * share * math.cos(math.radians(hue))
    b = chroma * share * math.sin(math.radians(hue))
    lms = [
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    ]
    rows = [
        (4.0767416621, -3.3077115913, 0.2309699292),
        (-1.2684380046, 2.6097574011, -0.3413193965),
        (-0.0041960863, -0.7034186147, 1.7076147010),
    ]
    linear = (sum(x * y for x, y in zip(row, lms, strict=True)) for row in rows)
    red, green, blue = (round(255 * encode_channel(min(1.0, max(0.0, part)))) for part in linear)
    return red, green, blue


def encode_channel(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
