"""An act on a page takes two steps: what it touches is shown, then it is done as it was shown."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from hackathon.kernel.consequences import (
    Act,
    Consequences,
    NotAgreed,
    Otherwise,
    carry_out,
    read_back,
    rehearse,
)
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User
from hackathon.web.signed_in import user_of


@dataclass(frozen=True)
class Difference:
    """A line that was shown in one way and is now in another; empty is absent."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """Where an act on a page stands: done, or shown with what it would touch."""

    is_done: bool
    result: Any = None
    consequences: Consequences | None = None
    refusal: str = ""  # why what was sent was not done
    differences: list[Difference] = field(default_factory=list)

    @property
    def shown(self) -> str:
        return self.consequences.signed() if self.consequences else ""


def show_step(event: Event, act: Act, reader: User) -> Step:
    """What ``act`` would touch, to be sent back with the press that does it."""
    return Step(False, consequences=rehearse(event, act, reader))


def take_step(request: HttpRequest, event: Event, act: Act) -> Step:
    """Show what ``act`` touches or, sent with what was shown, do it.

    What touches nothing that is watched and writes to nobody is done at once. Raises what the
    act raises.
    """
    shown = read_back(request.POST.get("shown", ""))
    if shown is None:
        found = rehearse(event, act, user_of(request))
        if not found.is_empty:
            return Step(False, consequences=found)
        shown = found.as_shown([])  # there was no page
    try:
        result = carry_out(
            event,
            act,
            user_of(request),
            fingerprint=shown["fingerprint"],
            agreed="agreed" in request.POST,
            shown_at=datetime.fromisoformat(shown["at"]),
        )
    except Otherwise as refusal:
        found = rehearse(event, act, user_of(request))
        differences = find_differences(shown["lines"], found.lines)
        return Step(False, None, found, " ".join(refusal.messages), differences)
    except NotAgreed as refusal:
        found = rehearse(event, act, user_of(request))
        return Step(False, None, found, " ".join(refusal.messages))
    return Step(True, result)


def find_differences(then: list[list[str]], now: list[tuple[str, str, str]]) -> list[Difference]:
    """Lines that were shown and are not so any more; each with what it came to."""
    before = {label: f"{old or '–'} → {new or '–'}" for label, old, new in then}
    after = {label: f"{old or '–'} → {new or '–'}" for label, old, new in now}
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]
