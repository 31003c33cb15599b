"""Every sentence that a reader may meet is there in French, Dutch and German."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
FLOORS = ("hackathon", "challenges", "teams", "judging")
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
CALL = re.compile(r"""(?:\b_|gettext)\(\s*(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def in_python(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FUNCTIONS:
            for argument in node.args[: 2 if "ngettext" in node.func.id else 1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def in_template(file: Path) -> Iterator[str]:
    for found in CALL.finditer(templatize(file.read_text())):
        yield ast.literal_eval(found[1].removeprefix("u"))


def sentences() -> set[str]:
    code = [file for floor in FLOORS for file in (ROOT / floor).rglob("*.py")]
    pages = [file for file in (ROOT / "templates").rglob("*.*") if file.suffix in (".html", ".txt")]
    found = {text for file in code if "migrations" not in file.parts for text in in_python(file)}
    return (found | {text for file in pages for text in in_template(file)}) - {""}


@pytest.fixture(scope="module")
def everything():
    found = sentences()
    assert {"Register a team", "The team is full.", "Hand in"} <= found
    return found


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_every_sentence_is_translated_and_keeps_its_placeholders(everything, language):
    folder = ROOT / "hackathon" / "locale" / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)._catalog
    known = {key: text for key, text in catalog.items() if isinstance(key, str)}
    known |= {key[0]: text for key, text in catalog.items() if isinstance(key, tuple)}

    missing = sorted(text for text in everything if not known.get(text))
    assert missing == []
    assert "fuzzy" not in (folder / "django.po").read_text()
    for text in everything:
        theirs = sorted(set(PLACEHOLDER.findall(known[text])))
        assert theirs == sorted(set(PLACEHOLDER.findall(text))), (text, known[text])


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
@pytest.mark.parametrize("place", ["locale", "locale_accounts"])
def test_what_is_compiled_is_what_was_written(language, place):
    """Every translation of the readable file is in the compiled one, which is committed too."""
    folder = ROOT / "hackathon" / place / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as compiled:
        translated = set(gettext.GNUTranslations(compiled)._catalog.values())
    for line in (folder / "django.po").read_text().splitlines():
        if line.startswith("msgstr ") and line != 'msgstr ""':
            assert ast.literal_eval(line.removeprefix("msgstr ")) in translated
