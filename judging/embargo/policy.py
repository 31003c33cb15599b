from typing import Any

from hackathon.kernel.predicates import (
    Actor,
    is_signed_in,
    keeps_marks_from,
    require_event,
)
from hackathon.models import Event
from judging.embargo.waits import (
    awaited_panels,
    is_before_discussion,
    own_seat,
    sits_elsewhere,
    tied_challenges,
    waits_in,
)
from judging.jury.policy import challenge_of


def waits_for_marks(actor: Actor, target: Any) -> bool:
    """A member of a panel whose marks the challenge is ranked by, and who may not know them yet;
    and whoever judges on other panels alone."""
    if judges_elsewhere(actor, target):
        return True
    return is_signed_in(actor) and bool(awaited_panels(actor, challenge_of(target)))


def judges_elsewhere(actor: Actor, target: Any) -> bool:
    """Who judges on other panels of the event than this one, and may get its projects yet."""
    return is_signed_in(actor) and sits_elsewhere(actor, challenge_of(target))


def waits_for_discussion(actor: Actor, target: Any) -> bool:
    """A member of the panel for whom its discussion has not been opened yet."""
    seat = own_seat(actor, challenge_of(target)) if is_signed_in(actor) else None
    return seat is not None and is_before_discussion(seat)


def waits_somewhere(actor: Actor, target: Any) -> bool:
    """A member of any panel of the event who may not know its marks yet."""
    return is_signed_in(actor) and waits_in(actor, require_event(target))


def is_tied_in_challenge(actor: Actor, target: Any) -> bool:
    """Whether this person has a conflict with a team that competes where this is about, or whose
    marks are calibrated together with those there."""
    challenge = challenge_of(target)
    return is_signed_in(actor) and challenge.pk in tied_challenges(actor, challenge.event)


def is_tied_in_event(actor: Actor, target: Any) -> bool:
    """Whether this person has a conflict with any team of the event."""
    return is_signed_in(actor) and bool(tied_challenges(actor, require_event(target)))


@keeps_marks_from
def is_kept_from_marks(actor: Actor, target: Any) -> bool:
    """A judge who owes marks in the event, or is tied to a team that this is about."""
    is_tied = is_tied_in_event if isinstance(target, Event) else is_tied_in_challenge
    return waits_somewhere(actor, target) or is_tied(actor, target)
