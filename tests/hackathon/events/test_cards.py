"""The picture beside a shared link wears the site's own colours and type."""

import re

import pytest
from django.conf import settings

from hackathon.events.cards import (
    ACCENTS,
    Card,
    draw,
    drawable,
    font,
    picture_of,
)
from hackathon.kernel.models.event import Accent

CSS = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()


def test_the_accents_are_those_of_the_stylesheet():
    base = (
        float(re.search(r"--accent-hue: (\d+)", CSS)[1]),
        float(re.search(r"--accent-chroma: ([.\d]+)", CSS)[1]),
    )
    told = {"blue": base}
    for name, block in re.findall(r'\[data-accent="(\w+)"\] {([^}]*)}', CSS):
        said = dict(re.findall(r"--accent-(hue|chroma): ([.\d]+)", block))
        told[name] = (float(said.get("hue", base[0])), float(said.get("chroma", base[1])))

    assert told == ACCENTS
    assert set(told) == set(Accent.values)


@pytest.mark.parametrize("words", ["", "x" * 400, "wide " * 80, "\u202eturned", "日本語", "é ß €"])
def test_any_words_make_a_card(words):
    card = Card("teal", words, words, words, words, words)
    assert draw(card)[:4] == b"\x89PNG"


def test_letters_that_the_font_lacks_are_left_out():
    used = font("bricolage-grotesque-latin-wght-normal.woff2", 50, 700)
    assert drawable("Zug 日本 é", used) == "Zug  é"


def test_a_card_is_drawn_once(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    card = Card("blue", "Event", "Title")
    first = picture_of(card)
    [file] = (tmp_path / "cards").iterdir()
    file.write_bytes(b"kept")

    assert (first[:4], picture_of(card)) == (b"\x89PNG", b"kept")
