"""Deleting an account: what somebody gives up first, what stays of them, and what is emptied.

Every floor tells its part in its ``privacy.py``. The row of the person stays without anything
that says who it was, so that what others did with them still stands.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from hackathon.kernel.models.event import Organiser
from hackathon.kernel.models.user import User
from hackathon.kernel.operations import database_clock


@dataclass(frozen=True)
class Hold:
    """A role that is given up first, and the page on which that is done or asked for."""

    sentence: str
    url: str = ""


Holds = Callable[[User, datetime], Iterable[Hold]]
Keeps = Callable[[User], Iterable[str]]
Empties = Callable[[User], None]
_holds: list[Holds] = []
_keeps: list[Keeps] = []
_empties: list[Empties] = []


def holds_account(found: Holds) -> Holds:
    """Registers what keeps somebody from deleting their account now."""
    _holds.append(found)
    return found


def keeps_of_account(told: Keeps) -> Keeps:
    """Registers what stays after that, and why."""
    _keeps.append(told)
    return told


def empties_account(empty: Empties) -> Empties:
    """Registers what is emptied, inside the operation."""
    _empties.append(empty)
    return empty


def addresses_of(person: User) -> list[str]:
    """What reaches the person, in small letters; not what they only said is theirs."""
    known = EmailAddress.objects.filter(user=person, verified=True)
    addresses = [person.email, *known.values_list("email", flat=True)]
    return sorted({address.lower() for address in addresses})


def holds_of(person: User) -> list[Hold]:
    now = database_clock()
    return [hold for find in _holds for hold in find(person, now)]


def kept_of(person: User) -> list[str]:
    return [sentence for tell in _keeps for sentence in tell(person)]


def empty_floors(person: User) -> None:
    for empty in _empties:
        empty(person)


@holds_account
def who_organises(person: User, now: datetime) -> Iterator[Hold]:
    """Of an event that runs; and nobody leaves one behind that nobody can open any more."""
    for own in Organiser.objects.filter(user=person).select_related("event"):
        said = {"event": own.event}
        url = own.event.get_absolute_url()
        if own.event.published_at is None:
            sentence = _("You organise “%(event)s”. Hand it over, and remove yourself there.")
            yield Hold(sentence % said, url)
            continue
        others = own.event.organisers.exclude(pk=own.pk)
        if not others.exists():
            sentence = _("You alone organise “%(event)s”. Add another organiser first.")
            yield Hold(sentence % said, url)
        elif own.sees_marks and not others.filter(sees_marks=True).exists():
            sentence = _("You alone see the marks of “%(event)s”. Let another organiser see them.")
            yield Hold(sentence % said, url)


@holds_account
def who_runs_the_site(person: User, now: datetime) -> Iterator[Hold]:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        yield Hold(_("You alone run this site. Make somebody else a superuser first."))


@keeps_of_account
def what_the_site_keeps(person: User) -> Iterator[str]:
    yield _(
        "The log of what was done stays, so that others can prove what happened. It says that a "
        "deleted account did it."
    )
    if Organiser.objects.filter(user=person).exists():
        yield _("Events that you organised stay, with their other organisers.")


@empties_account
def leave_events(person: User) -> None:
    Organiser.objects.filter(user=person).delete()
