"""Several windows write the same row, field by field; nobody overwrites what they have not seen."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.texts import StrOrPromise


class Clash(StateConflict):
    """Somebody changed the same fields since: nothing is written, and the writer is asked."""

    def __init__(self, sentence: StrOrPromise, row: Any, fields: Collection[str] = ()) -> None:
        super().__init__(sentence)
        self.row, self.fields = row, list(fields)


def sorted_out(
    content: Mapping[str, Any],
    kept: Callable[[str], Any],
    changed_in: Mapping[str, int],
    revision: int,
) -> tuple[dict[str, Any], list[str]]:
    """What of ``content`` is new and may be written; the names of what changed unseen.

    ``revision`` is the state that the writer has seen, ``changed_in`` tells for each field the
    state in which it last changed. Who has seen both comes back with the newer revision.
    """
    news = {name: value for name, value in content.items() if kept(name) != value}
    clashes = sorted(name for name in news if changed_in.get(name, 0) > revision)
    return {name: news[name] for name in news if name not in clashes}, clashes
