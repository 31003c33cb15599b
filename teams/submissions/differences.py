"""What changed from one version of a project to the next, word by word. Knows no tables."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\S+\s*|\s+")
MOST_LINES, MOST_PAIRS = 3_000, 1_000_000  # beyond that only whole blocks are compared
MOST_SAME, EDGE = 400, 160  # letters of what did not change, and how many of them stay at an end

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    label: str
    pieces: list[Piece]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The texts that differ, by their label, in the order of ``after`` and then ``before``."""
    labels = dict.fromkeys([*after, *before])
    texts = ((label, before.get(label, ""), after.get(label, "")) for label in labels)
    return [Change(label, pieces_of(old, new)) for label, old, new in texts if old != new]


def pieces_of(before: str, after: str) -> list[Piece]:
    """Both texts as one: what went stands before what came in its place."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if max(len(old), len(new)) > MOST_LINES:
        return [*piece(REMOVED, before), *piece(ADDED, after)]
    found: list[Piece] = []
    for kind, a, b in blocks(old, new):
        found += piece(SAME, a) if kind == "equal" else by_words(a, b)
    return [shorten_stretch(one, at, len(found)) for at, one in enumerate(found)]


def by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        yield from (*piece(REMOVED, before), *piece(ADDED, after))
        return
    for kind, a, b in blocks(old, new):
        if kind == "equal":
            yield from piece(SAME, a)
        else:
            yield from (*piece(REMOVED, a), *piece(ADDED, b))


def blocks(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield kind, "".join(old[a:b]), "".join(new[c:d])


def piece(kind: str, text: str) -> list[Piece]:
    return [Piece(kind, text)] if text else []


def shorten_stretch(found: Piece, at: int, count: int) -> Piece:
    """Of a long stretch that stayed, only what stands beside a change."""
    if found.kind != SAME or len(found.text) <= MOST_SAME:
        return found
    head = found.text[:EDGE] if at else ""
    tail = found.text[-EDGE:] if at < count - 1 else ""
    return Piece(SAME, f"{head} … {tail}")
