"""Roles that exclude each other are refused: when one is given, and when somebody acts in one."""

from collections.abc import Collection, Iterable

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import GONE, User
from hackathon.kernel.predicates import Actor
from hackathon.kernel.role_words import of_deciding, sentence_for
from hackathon.kernel.roles import (
    Challenges,
    Given,
    Role,
    excluded_by,
    given_by,
    holdings,
    join_challenges,
    obstacle_to,
    obstacles_among,
    people_at,
)


class RoleNotDeclared(RuntimeError):
    """A programming error: an operation gave a role that its line in the policy does not name."""


def require_apart(
    verb: str, declared: Collection[Role], actor: User | None, written: Iterable[models.Model]
) -> None:
    """Nobody has got a role beside one that excludes it; asked when everything is written.

    Whoever gives two roles to one person at the same time waits here for the other: the person's
    lock is the last that an operation takes, and what is read after it is what was committed.

    Raises StateConflict with the sentence that fits the reader; RoleNotDeclared.
    """
    given = list(given_by(written))
    for one in given:
        if one.role not in declared:
            raise RoleNotDeclared(f"{verb} gives somebody a role: declare gives={one.role}")
    received = by_person(given)
    lock_people({person for people in received.values() for person in people})
    refuse_gone({person for people in received.values() for person in people})
    for (event, role), people in received.items():
        refuse_both(actor, event, role, people)


def by_person(given: Collection[Given]) -> dict[tuple[Event, Role], dict[int, Challenges]]:
    """For each event and role who has got it, and for which challenges."""
    known = people_at([one.receiver for one in given if isinstance(one.receiver, str)])
    received: dict[tuple[Event, Role], dict[int, Challenges]] = {}
    for one in given:
        receiver = one.receiver
        found = known.get(receiver.lower()) if isinstance(receiver, str) else None
        who = found.pk if found else receiver
        if isinstance(who, int):
            people = received.setdefault((one.event, one.role), {})
            people[who] = join_challenges(people.get(who, frozenset()), one.challenges)
    return received


def refuse_gone(people: Collection[int]) -> None:
    """Whoever deletes their account waits for the same lock, and gets no role after that."""
    if people and User.objects.filter(pk__in=people, email__endswith=f"@{GONE}").exists():
        raise StateConflict(_("This person has deleted their account."))


def refuse_both(
    actor: User | None, event: Event, role: Role, people: dict[int, Challenges]
) -> None:
    for person, challenges in people.items():
        for found in obstacles_among(event, [person], role, challenges):
            raise StateConflict(sentence_for(actor, event, role, found))


def require_fit(actor: User | None, event: Event, role: Role, challenges: Challenges) -> None:
    """Whoever acts in a role holds none that excludes it, whatever rows there are."""
    if actor is not None and (found := obstacle_to(event, actor, role, challenges)):
        raise StateConflict(sentence_for(actor, event, role, found))


def deciding_bar(actor: Actor, event: Event) -> str:
    """Why this person decides nothing that touches the contest, in a sentence; empty if they may.

    Neither about rivals nor about their own: it is decided by somebody who does not compete. There
    always is one, because somebody always sees the marks and whoever does cannot compete.
    """
    if actor is None or not actor.pk:
        return ""
    found = next(iter(holdings(event, [actor.pk], [Role.COMPETES])), None)
    return of_deciding(found) if found else ""


def require_no_rival(actor: User | None, event: Event, role: Role) -> None:
    """The sentence for whoever has a part in judging and is kept from it because they compete."""
    if actor is None or not actor.pk:
        return
    found = obstacle_to(event, actor, role)
    if found and holdings(event, [actor.pk], excluded_by(found.role)):
        raise StateConflict(sentence_for(actor, event, role, found))


def lock_people(people: Collection[int]) -> None:
    """In one order for everybody, until the transaction ends."""
    if not people:
        return
    ordered = "SELECT unnest(%s::int[]) AS person ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_advisory_xact_lock(2, person) FROM ({ordered}) people",  # noqa: S608
            [sorted(people)],
        )
