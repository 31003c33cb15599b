"""The name under which a file is shown and handed out."""

import re
import unicodedata

from hackathon.files.inspection.formats import EXTENSIONS

LONGEST = 200
# Drawn as nothing, though Unicode counts them among letters, marks and symbols.
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)


def shown_name(name: str, extensions: tuple[str, ...] = ()) -> str:
    """Without folders and whatever is not seen or turns the words around it.

    It ends in one of ``extensions``, where those are given, so that nobody's machine takes the
    file for something that it is not.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(c for c in unicodedata.normalize("NFC", last) if is_seen(c))
    stem, ending = split_ending(" ".join(seen.split()).strip(". "), extensions)
    return (stem[: LONGEST - len(ending)].rstrip(". ") or "file") + ending


def is_seen(character: str) -> bool:
    """Whether something is drawn for it; control, format and private characters are not."""
    unseen = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
    return unicodedata.category(character) not in unseen and not BLANK.match(character)


def split_ending(name: str, extensions: tuple[str, ...]) -> tuple[str, str]:
    lower = name.lower()
    for ending in extensions or EXTENSIONS:
        if lower.endswith(ending):
            return name[: -len(ending)], name[-len(ending) :]
    if not extensions:
        stem, dot, rest = name.rpartition(".")
        return (stem, dot + rest) if stem and len(rest) <= 10 else (name, "")
    for ending in EXTENSIONS:  # of another of our formats: it would only mislead
        if lower.endswith(ending):
            return name[: -len(ending)], extensions[0]
    return name, extensions[0]
