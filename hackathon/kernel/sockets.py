"""Where lower rooms let upper ones do something along, in the same operation."""

from collections.abc import Callable
from typing import Any, Generic, ParamSpec

P = ParamSpec("P")
Told = dict[str, Any] | None  # what the log keeps of it


class Socket(Generic[P]):
    """Called by the service of a lower room; whoever has plugged in is called with the same.

    Modules that plug in are named ``following.py``, or imported by one: they are loaded when the
    site starts.
    """

    def __init__(self) -> None:
        self.plugged: list[Callable[P, Told]] = []

    def plug(self, follow: Callable[P, Told]) -> Callable[P, Told]:
        self.plugged.append(follow)
        return follow

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
        """Returns what the log keeps of all that was done along."""
        told: dict[str, Any] = {}
        for follow in self.plugged:
            told |= follow(*args, **kwargs) or {}
        return told
