"""What stands in somebody's way: the page shows its sentence instead of the button, and the service
refuses with the same one, under lock."""

from dataclasses import dataclass
from typing import Any

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.operations import Operation


@dataclass(frozen=True)
class Obstacle:
    """Why something is not possible now, and the page on which to do something about it."""

    sentence: str
    url: str = ""
    label: str = ""


def of_time(operation: Operation, target: Any) -> Obstacle | None:
    """The operation is over, or has not begun."""
    refusal = operation.refusal_now(target)
    return Obstacle(" ".join(refusal.messages)) if refusal else None


def require_clear(obstacle: Obstacle | None) -> None:
    """Refuses with the sentence that the page would have shown instead of its button.

    Raises StateConflict.
    """
    if obstacle:
        raise StateConflict(obstacle.sentence)
