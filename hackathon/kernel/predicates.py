"""Who someone is, for an event. Plain functions, joined with ``all_of`` and ``none_of``."""

from collections.abc import Callable
from typing import Any, TypeGuard

from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User, Visitor

Actor = Visitor | None  # who wants to do something; None is the clock
Predicate = Callable[[Actor, Any], bool]


def all_of(*predicates: Predicate) -> Predicate:
    return lambda actor, target: all(predicate(actor, target) for predicate in predicates)


def any_of(*predicates: Predicate) -> Predicate:
    return lambda actor, target: any(predicate(actor, target) for predicate in predicates)


def none_of(*predicates: Predicate) -> Predicate:
    return lambda actor, target: not any(predicate(actor, target) for predicate in predicates)


def event_of(target: Any) -> Event | None:
    return target if isinstance(target, Event) else getattr(target, "event", None)


def require_event(target: Any) -> Event:
    """The event of what belongs to one; that it belongs to none is a programming error."""
    event = event_of(target)
    if event is None:
        raise LookupError(f"{target!r} belongs to no event")
    return event


def is_signed_in(actor: Actor, target: Any = None) -> TypeGuard[User]:
    return actor is not None and actor.is_authenticated and actor.is_active


def is_participant(actor: Actor, target: Any) -> bool:
    return is_signed_in(actor) and require_event(target).is_listed


def is_organiser(actor: Actor, target: Any) -> bool:
    return is_signed_in(actor) and require_event(target).organisers.filter(user=actor).exists()


def is_organiser_here(user: Visitor, event: Event) -> bool:
    """The same of the reader of a page, whose event was read together with the answer."""
    is_own = getattr(event, "is_own", None)
    return is_organiser(user, event) if is_own is None else is_own


def sees_marks(actor: Actor, target: Any) -> bool:
    """An organiser who may know marks, rankings and winners before they are public."""
    if not is_signed_in(actor):
        return False
    return require_event(target).organisers.filter(user=actor, sees_marks=True).exists()


# Upper floors say who, of those trusted with marks, has to wait for them or may not know them.
kept_from_marks: list[Predicate] = []


def keeps_marks_from(predicate: Predicate) -> Predicate:
    """Registers a reason why a trusted organiser may not know, about the target or its event."""
    kept_from_marks.append(predicate)
    return predicate


def knows_marks(actor: Actor, target: Any) -> bool:
    """An organiser with the right to marks from whom nothing of them is kept just now."""
    return sees_marks(actor, target) and not any(kept(actor, target) for kept in kept_from_marks)


def is_event_maker(actor: Actor, target: Any = None) -> TypeGuard[User]:
    return is_signed_in(actor) and (actor.is_staff or actor.is_superuser)


def is_addressed(actor: Actor, target: Any) -> bool:
    """Whether ``target`` was sent to this person's own address."""
    return is_signed_in(actor) and actor.email.lower() == target.email.lower()


def awaits_answer(actor: Actor, target: Any) -> bool:
    """Whether ``target`` is somebody who has been asked by mail and has not answered."""
    return target.awaits_answer


def is_self(actor: Actor, target: Any) -> bool:
    return is_signed_in(actor) and actor == target


def helps_to_sign_in(actor: Actor, target: User) -> bool:
    """Those who run the site, for anybody but themselves; for a superuser, superusers only.

    Organisers are not enough: a person's account opens all of their events, not one.
    """
    if not is_event_maker(actor) or is_self(actor, target):
        return False
    return actor.is_superuser or not target.is_superuser


def is_clock(actor: Actor, target: Any = None) -> bool:
    """What the clock does by itself, with nobody signed in."""
    return actor is None


def may_keep_factor(actor: Actor, target: User) -> bool:
    """Whoever holds the mailed link, signed in or not as the person; and those who may help."""
    return actor is None or is_self(actor, target) or helps_to_sign_in(actor, target)
