"""Who must prove twice who they are, and whether this session has.

Each floor demands it for its own roles, as a question to the database about one person; the
answer is read together with the person, so that no page asks once more. What one event demands
holds for its own pages, and for the organisers' workplace, which shows all events that somebody
organises; who writes in another event goes on writing.
"""

from collections.abc import Callable
from functools import cache

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import ResolverMatch

from hackathon.kernel.columns import with_columns
from hackathon.kernel.models.event import Event, Organiser
from hackathon.kernel.models.user import User

PERSON = OuterRef("pk")
ANYBODY = -1  # stands in the statement where the number goes
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
Rows = Callable[[OuterRef], QuerySet]
_demands: list[Rows] = []


def demand(rows: Rows) -> Rows:
    """Registers rows about a person, each with the ``event`` that asks for a second factor."""
    _demands.append(rows)
    return rows


@demand
def organisers(person: OuterRef) -> QuerySet:
    return Organiser.objects.filter(user=person, event__organisers_need_second_factor=True)


def people() -> QuerySet:
    """People, each with what is demanded of them and whether they have a second factor.

    ``must_prove``: by any event; ``proves_in``: the short names of those events;
    ``proves_at_work``: as an organiser.
    """
    must, demanding = Q(), Q()
    for rows in _demands:
        must |= Q(Exists(rows(PERSON)))
        demanding |= Q(pk__in=rows(OuterRef(PERSON)).values("event"))
    return with_columns(
        User.objects.all(),
        must_prove=must,
        proves_in=ArraySubquery(Event.objects.filter(demanding).order_by("pk").values("slug")),
        proves_at_work=Exists(organisers(PERSON)),
        has_factor=Exists(Authenticator.objects.filter(user=PERSON, type__in=FACTORS)),
    )


def is_demanded_on(user: User, match: ResolverMatch) -> bool:
    """Whether a page asks this person, one of ``people``, for a second factor.

    An event's page if that event demands it; a page about one's account or all events never;
    every other page, the organisers' workplace among them, if they organise an event that does.
    """
    if "event_slug" in match.kwargs:
        return match.kwargs["event_slug"] in user.proves_in
    return user.proves_at_work and match.namespace != "hackathon"


@cache
def statement() -> tuple[str, tuple]:
    """The question of every signed-in page, written down once: building it takes longer."""
    return people().filter(pk=ANYBODY).query.sql_with_params()


def person_by_number(number: int) -> User | None:
    """One of ``people``."""
    sql, parts = statement()
    asked = [int(number) if part == ANYBODY else part for part in parts]
    return next(iter(User.objects.raw(sql, asked)), None)


def is_demanded(user: User) -> bool:
    """Asked anew, for those who want to take their last factor away."""
    return people().filter(pk=user.pk, must_prove=True).exists()


def has_another(user: User, factor: Authenticator) -> bool:
    rest = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return rest.exclude(pk=factor.pk).exists()


def is_proven(request: HttpRequest) -> bool:
    """Whether this session, not only this person, has shown a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
