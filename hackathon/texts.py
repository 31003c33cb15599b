"""Text that somebody typed, made safe to stand beside other text."""

import unicodedata

# Marks, embeddings, overrides and isolates: they reorder what stands beside them.
TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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
