"""Who someone is, for an event. Plain functions, joined with ``all_of`` and ``none_of``."""

from collections.abc import Callable
from typing import Any

from hackathon.models import Event, User

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


def sees_marks(actor: User, target: Any) -> bool:
    """An organiser who may know marks, rankings and winners before they are public."""
    if not is_signed_in(actor):
        return False
    return event_of(target).organisers.filter(user=actor, sees_marks=True).exists()


def is_event_maker(actor: User, target: Any = None) -> bool:
    return is_signed_in(actor) and (actor.is_staff or actor.is_superuser)


def is_addressed(actor: User, target: Any) -> bool:
    """Whether ``target`` was sent to this person's own address."""
    return is_signed_in(actor) and actor.email.lower() == target.email.lower()


def is_self(actor: User, target: Any) -> bool:
    return is_signed_in(actor) and actor == target
