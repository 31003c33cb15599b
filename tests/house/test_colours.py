"""Every colour that carries words has the contrast of WCAG AA, for each accent, light and dark."""

import math
import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
PAIRS = [
    *((ink, ground) for ink in ("ink", "quiet", "accent") for ground in ("paper", "raised")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent-strong", "accent-tint"),
    ("ink", "accent-tint"),
    ("quiet", "accent-tint"),
    *((meaning, f"{meaning}-tint") for meaning in ("good", "careful", "wrong")),
    *(("ink", f"{meaning}-tint") for meaning in ("good", "careful", "wrong")),
    ("wrong", "paper"),
    ("good", "raised"),
    ("paper", "wrong"),
]
NOT_WORDS = [("field-line", "paper"), ("field-line", "raised"), ("accent", "paper")]


def declared(block):
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def themes():
    light, dark = CSS.split("@media (prefers-color-scheme: dark)")
    accents = re.findall(r'\[data-accent="(\w+)"\]\s*{([^}]*)}', light)
    base = declared(light.split("[data-accent")[0])
    for name, block in [("blue", ""), *accents]:
        bright = base | declared(block)
        yield f"{name} light", bright
        yield f"{name} dark", bright | declared(dark) | declared(block)


def number(words, tokens):
    words = re.sub(r"var\(--([\w-]+)\)", lambda found: tokens[found[1]], words.strip())
    smallest = re.fullmatch(r"min\(([^,]+),\s*([^)]+)\)", words)
    if smallest:
        return min(float(smallest[1]), float(smallest[2]))
    return float(words.rstrip("%")) / (100 if words.endswith("%") else 1)


def luminance(name, tokens):
    inside = re.fullmatch(r"oklch\((.*)\)", tokens[name])[1]
    parts = re.findall(r"min\([^()]*(?:\([^)]*\))?[^()]*\)|var\([^)]*\)|[\d.]+%?", inside)
    lightness, chroma, hue = (number(part, tokens) for part in parts)
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
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
    red, green, blue = (
        min(1, max(0, sum(x * y for x, y in zip(row, lms, strict=True)))) for row in rows
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other, tokens):
    dim, bright = sorted((luminance(one, tokens), luminance(other, tokens)))
    return (bright + 0.05) / (dim + 0.05)


def test_black_on_white_is_twenty_one_to_one():
    tokens = {"black": "oklch(0% 0 0)", "white": "oklch(100% 0 0)"}

    assert contrast("black", "white", tokens) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize(("theme", "tokens"), list(themes()), ids=lambda value: str(value)[:14])
def test_words_can_be_read_and_fields_can_be_seen(theme, tokens):
    faint = {
        (one, other, round(contrast(one, other, tokens), 2))
        for pairs, least in ((PAIRS, 4.5), (NOT_WORDS, 3))
        for one, other in pairs
        if contrast(one, other, tokens) < least
    }

    assert not faint, (theme, faint)
