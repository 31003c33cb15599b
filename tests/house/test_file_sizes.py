"""What people read of pages and mails fits on a screen, whatever tool formats it."""

from pathlib import Path

import pytest
from django.conf import settings

COLUMNS = 100
LINES = 150  # of a template: what is longer has parts with names of their own
OTHERS_OWN = {"vendor", "fonts"}  # kept as their authors publish them
KINDS = {
    "templates": ("*.html", "*.txt"),
    "static": ("*.css", "*.js"),
    "tests/node": ("*.mjs",),
}


def files_in(folder: str) -> list[Path]:
    place = settings.BASE_DIR / folder
    found = [path for kind in KINDS[folder] for path in sorted(place.rglob(kind))]
    return [path for path in found if not OTHERS_OWN & set(path.parts)]


@pytest.mark.parametrize("folder", KINDS)
def test_no_line_is_longer_than_a_screen_is_wide(folder):
    files = files_in(folder)
    long = [
        f"{path.relative_to(settings.BASE_DIR)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > COLUMNS
    ]

    assert files
    assert long == []


def test_a_template_that_grows_is_divided():
    lengths = {path: len(path.read_text().splitlines()) for path in files_in("templates")}
    long = [
        f"{path.relative_to(settings.BASE_DIR)}: {length} lines"
        for path, length in lengths.items()
        if length > LINES
    ]

    assert len(lengths) > 300
    assert long == []
