"""Long walls take turns: each run tries a part of them, ``bin/test --whole`` tries everything.

Which part it is follows from the commit: a failure comes again on the same one, and every part is
tried as commits go by.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).parent.parent


def is_whole() -> bool:
    return "WHOLE_TESTS" in os.environ


@cache
def turn() -> int:
    """The number of commits; of days where there is no history."""
    command = ["git", "rev-list", "--count", "HEAD"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 else datetime.now(UTC).toordinal()


def in_turn(parts: Iterable[T], most: int) -> list[T]:
    """``most`` of the parts, in their order; the next ones at the next commit."""
    parts = list(parts)
    if is_whole() or most >= len(parts):
        return parts
    first = turn() * most % len(parts)
    chosen = {(first + number) % len(parts) for number in range(most)}
    return [part for number, part in enumerate(parts) if number in chosen]


def share_in_turn(parts: Sequence[T], share: int) -> list[T]:
    """Every ``share``-th of many; another one of them at the next commit."""
    return list(parts) if is_whole() else list(parts[turn() % share :: share])
