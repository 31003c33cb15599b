"""Text that somebody typed, made safe to stand beside other text."""

import re
import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = str | Promise  # a text, or one that is translated when it is shown

# Marks, embeddings, overrides and isolates: they reorder what stands beside them.
TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# Letters and signs that are as empty as a space.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_visible(text: str) -> bool:
    """Whether a reader sees anything at all of the text: marks alone need a letter to stand on."""
    return any(c not in BLANKS and unicodedata.category(c)[0] not in "CZM" for c in text)


def harmless(text: str) -> str:
    """Without control characters and changes of direction; emoji and every script stay whole.

    Nor half an emoji, as JSON may bring it: nothing can write that down.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c
        for c in lines
        if c in "\n\t" or (c not in TURNS and unicodedata.category(c) not in ("Cc", "Cs"))
    )


LINE_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def in_one_line(text: str) -> str:
    """What was pasted into a field of one line, whose breaks a browser does not even show."""
    return LINE_BREAKS.sub(" ", text)


def fitting(text: str, most: int) -> str:
    """The typed text without what is harmful, whole: nothing that somebody wrote is cut in silence.

    Raises ValidationError if it is longer than what is kept.
    """
    words = harmless(text).strip()
    if len(words) > most:
        raise ValidationError(
            _("This is %(n)d characters long, and at most %(most)d are kept. Shorten it."),
            params={"n": len(words), "most": most},
        )
    return words


def shorten_text(text: str, most: int) -> str:
    """Where a longer text is repeated in less room: what is missing shows."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def problem_of(text: str, most: int | None) -> str:
    """The sentence for a text that is too long, where no form of Django says it; else nothing."""
    try:
        fitting(text, len(text) if most is None else most)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
