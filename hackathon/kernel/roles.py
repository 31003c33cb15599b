"""Which roles in an event exclude each other. Asked wherever a role is given, and at each act.

A floor says who holds its roles (``holds``) and which of its rows give one (``gives``).
``Operation.begin`` looks at what was written before anything is kept (``apart``): no door can
forget to. What each person is told stands in ``role_words``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models

from hackathon.kernel.models.event import Event, Organiser
from hackathon.kernel.models.user import User


class Role(Enum):
    COMPETES = "competes"  # a seat in a team
    JUDGES = "judges"  # a seat on the jury, or marks given
    SEES_MARKS = "sees marks"  # an organiser who may know the jury's marks
    COACHES = "coaches"  # a coach who has accepted


class Scope(Enum):
    EVENT = "event"  # anywhere in the event
    CHALLENGE = "challenge"  # for the same challenge


# The law: nobody holds both.
EXCLUSIONS: dict[frozenset[Role], Scope] = {
    frozenset({Role.COMPETES, Role.JUDGES}): Scope.EVENT,
    frozenset({Role.COMPETES, Role.SEES_MARKS}): Scope.EVENT,
    frozenset({Role.COMPETES, Role.COACHES}): Scope.CHALLENGE,
}

EVERYWHERE = None  # instead of a set of challenges: all that the event has
Challenges = frozenset[int] | None


@dataclass(frozen=True)
class Holding:
    """A role that somebody holds in an event: where it counts, and what it is called there."""

    role: Role
    person: int
    challenges: Challenges = EVERYWHERE
    label: str = ""  # a team's name; a challenge's title
    is_final: bool = False  # nothing that they could give up would undo it
    url: str = ""

    def meets(self, challenges: Challenges) -> bool:
        if self.challenges is EVERYWHERE or challenges is EVERYWHERE:
            return True
        return bool(self.challenges & challenges)


# Who of these people holds the role in the event.
Holders = Callable[[Event, Collection[int]], Iterable[Holding]]
# To whom a row gives a role, in the state in which it was written, and for which challenges: a
# person, or an address that the role is offered to. Nobody, if the row gives none.
Received = tuple[int | str, Challenges]
Receivers = Callable[[Any], Iterable[Received]]


@dataclass(frozen=True)
class Giver:
    """A table of which a row can give somebody a role, by these columns."""

    role: Role
    columns: frozenset[str]
    receivers: Receivers


_holders: dict[Role, Holders] = {}
_givers: dict[type[models.Model], Giver] = {}


def holds(role: Role) -> Callable[[Holders], Holders]:
    """Registers who holds the role."""

    def register(found: Holders) -> Holders:
        _holders[role] = found
        return found

    return register


def gives(
    model: type[models.Model], role: Role, columns: Iterable[str]
) -> Callable[[Receivers], Receivers]:
    """Registers that a row of the model, by what is in these columns, gives somebody the role."""

    def register(receivers: Receivers) -> Receivers:
        _givers[model] = Giver(role, frozenset(columns), receivers)
        return receivers

    return register


def excluded_by(role: Role) -> dict[Role, Scope]:
    """The roles that nobody has besides this one, and where that counts."""
    return {
        other: scope
        for pair, scope in EXCLUSIONS.items()
        if role in pair
        for other in pair - {role}
    }


def holdings(event: Event, people: Collection[int], roles: Collection[Role]) -> list[Holding]:
    """What these people are in the event, of these roles."""
    return [found for role in roles for found in _holders[role](event, people)]


def obstacle_to(
    event: Event, person: User, role: Role, challenges: Challenges = EVERYWHERE
) -> Holding | None:
    """The role of this person that stands in the way of another one, if there is one.

    With ``challenges`` the other role would count for these alone. A page that does not know yet
    for which, asks with the empty set: what then is in the way is so everywhere.
    """
    return next(iter(obstacles_among(event, [person.pk], role, challenges)), None)


def obstacles_among(
    event: Event, people: Collection[int], role: Role, challenges: Challenges = EVERYWHERE
) -> list[Holding]:
    scopes = excluded_by(role)
    return [
        found
        for found in holdings(event, people, scopes)
        if scopes[found.role] == Scope.EVENT or found.meets(challenges)
    ]


def people_at(addresses: Collection[str]) -> dict[str, User]:
    """Whose addresses these are, as far as they have an account; in small letters."""
    wanted = {address.lower() for address in addresses if address}
    own = User.objects.filter(email__in=wanted)
    more = EmailAddress.objects.filter(email__in=wanted, verified=True).select_related("user")
    found = {row.email.lower(): row.user for row in more}
    return found | {person.email.lower(): person for person in own}


def may_give(model: type[models.Model], columns: Collection[str] | None) -> bool:
    """Whether writing these columns, or all if that is None, can give somebody a role."""
    giver = _givers.get(model)
    return giver is not None and (columns is None or bool(giver.columns & set(columns)))


@dataclass(frozen=True)
class Given:
    """A role that was given by what an operation wrote."""

    role: Role
    event: Event
    receiver: int | str
    challenges: Challenges


def given_by(written: Iterable[Any]) -> Iterator[Given]:
    for row in written:
        giver = _givers[type(row)]
        for receiver, challenges in giver.receivers(row):
            yield Given(giver.role, row.event, receiver, challenges)


def join_challenges(one: Challenges, other: Challenges) -> Challenges:
    return EVERYWHERE if one is EVERYWHERE or other is EVERYWHERE else one | other


def challenges_of(target: models.Model | None) -> Challenges:
    """The challenge that an act is about, as far as its target tells."""
    owner = getattr(target, "team", target)
    challenge = getattr(owner, "challenge_id", None)
    return frozenset({challenge}) if challenge else EVERYWHERE


@holds(Role.SEES_MARKS)
def who_sees_marks(event: Event, people: Collection[int]) -> Iterator[Holding]:
    """The last of an event keeps the right: somebody is always there who does not compete."""
    trusted = Organiser.objects.filter(event=event, sees_marks=True)
    others = trusted.exclude(pk=models.OuterRef("pk"))
    for row in trusted.filter(user__in=people).annotate(is_last=~models.Exists(others)):
        yield Holding(Role.SEES_MARKS, row.user_id, is_final=row.is_last)


@gives(Organiser, Role.SEES_MARKS, ["event", "user", "sees_marks"])
def trusted_by(organiser: Organiser) -> list[Received]:
    return [(organiser.user_id, EVERYWHERE)] if organiser.sees_marks else []
