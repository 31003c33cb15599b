"""Who someone is, for an event. Plain functions, joined with ``all_of`` and ``none_of``."""

from collections.abc import Callable
from typing import Any

from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User

Predicate = Callable[[User, Any], bool]


def all_of(*predicates: Predicate) -> Predicate:
    return lambda actor, target: all(predicate(actor, target) for predicate in predicates)


def any_of(*predicates: Predicate) -> Predicate:
    return lambda actor, target: any(predicate(actor, target) for predicate in predicates)


def none_of(*predicates: Predicate) -> Predicate:
    return lambda actor, target: not any(predicate(actor, target) for predicate in predicates)


def event_of(target: Any) -> Event | None:
    return target if isinstance(target, Event) else getattr(target, "event", None)


def is_signed_in(actor: User, target: Any = None) -> bool:
    return actor is not None and actor.is_authenticated and actor.is_active


def is_participant(actor: User, target: Any) -> bool:
    return is_signed_in(actor) and event_of(target).is_listed


def is_organiser(actor: User, target: Any) -> bool:
    return is_signed_in(actor) and event_of(target).organisers.filter(user=actor).exists()


def is_organiser_here(user: User, event: Event) -> bool:
    """The same of the reader of a page, whose event was read together with the answer."""
    is_own = getattr(event, "is_own", None)
    return is_organiser(user, event) if is_own is None else is_own


def sees_marks(actor: User, target: Any) -> bool:
    """An organiser who may know marks, rankings and winners before they are public."""
    if not is_signed_in(actor):
        return False
    return event_of(target).organisers.filter(user=actor, sees_marks=True).exists()


# Upper floors say who, of those trusted with marks, has to wait for them or may not know them.
kept_from_marks: list[Predicate] = []


def keeps_marks_from(predicate: Predicate) -> Predicate:
    """Registers a reason why a trusted organiser may not know, about the target or its event."""
    kept_from_marks.append(predicate)
    return predicate


def knows_marks(actor: User, target: Any) -> bool:
    """An organiser with the right to marks from whom nothing of them is kept just now."""
    return sees_marks(actor, target) and not any(kept(actor, target) for kept in kept_from_marks)


def is_event_maker(actor: User, target: Any = None) -> bool:
    return is_signed_in(actor) and (actor.is_staff or actor.is_superuser)


def is_addressed(actor: User, target: Any) -> bool:
    """Whether ``target`` was sent to this person's own address."""
    return is_signed_in(actor) and actor.email.lower() == target.email.lower()


def awaits_answer(actor: User | None, target: Any) -> bool:
    """Whether ``target`` is somebody who has been asked by mail and has not answered."""
    return target.awaits_answer


def is_self(actor: User, target: Any) -> bool:
    return is_signed_in(actor) and actor == target


def helps_to_sign_in(actor: User, target: User) -> bool:
    """Those who run the site, for anybody but themselves; for a superuser, superusers only.

    Organisers are not enough: a person's account opens all of their events, not one.
    """
    if not is_event_maker(actor) or is_self(actor, target):
        return False
    return actor.is_superuser or not target.is_superuser


def is_clock(actor: User | None, target: Any = None) -> bool:
    """What the clock does by itself, with nobody signed in."""
    return actor is None


def may_keep_factor(actor: User | None, target: User) -> bool:
    """Whoever holds the mailed link, signed in or not as the person; and those who may help."""
    return actor is None or is_self(actor, target) or helps_to_sign_in(actor, target)
