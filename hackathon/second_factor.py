"""Who must prove twice who they are, and whether this session has.

Each floor demands it for its own roles, as a question to the database about one person; the
answer is read together with the person, so that no page asks once more.
"""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from hackathon.models import Organiser, User

PERSON = OuterRef("pk")
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
_demands: list[Callable[[], QuerySet]] = []


def demand(rows: Callable[[], QuerySet]) -> Callable[[], QuerySet]:
    """Registers the rows about ``PERSON`` of which one is enough to ask for a second factor."""
    _demands.append(rows)
    return rows


@demand
def organisers() -> QuerySet:
    return Organiser.objects.filter(user=PERSON, event__organisers_need_second_factor=True)


def people() -> QuerySet:
    """People, each with ``must_prove`` and ``has_factor``."""
    must = Q()
    for rows in _demands:
        must |= Q(Exists(rows()))
    factors = Authenticator.objects.filter(user=PERSON, type__in=FACTORS)
    return User.objects.annotate(must_prove=must, has_factor=Exists(factors))


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
