"""What those who run the site may do so that somebody can sign in again: never in silence."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hackathon.accounts import policy
from hackathon.accounts.models import SignInHelp
from hackathon.accounts.second_factor import FACTORS
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.models.user import User
from hackathon.kernel.operations import Operation, database_clock
from hackathon.kernel.predicates import helps_to_sign_in
from hackathon.kernel.texts import fitting
from hackathon.kernel.tokens import hash_of

PAUSE, MOST_LINKS = timedelta(minutes=10), 3


def send_sign_in_link(*, actor: User, person: User, reason: str) -> SignInHelp:
    """Mail the person a link that signs them in, to the address that they have confirmed.

    Raises StateConflict if they have confirmed none, or if several links were sent just now.
    """

    def require_address_and_pause(at: datetime) -> None:
        if not confirmed_addresses(person).exists():
            raise StateConflict(
                _("This person has never confirmed their address; there is nowhere to mail to.")
            )
        sent = person.sign_in_help.filter(kind=SignInHelp.Kind.LINK, at__gt=at - PAUSE)
        if sent.count() >= MOST_LINKS:
            raise StateConflict(_("Several links were sent. Wait ten minutes before the next."))

    what = policy.SEND_SIGN_IN_LINK, SignInHelp.Kind.LINK
    return give_help(*what, actor, person, reason, require_address_and_pause)


def announce_factor(*, actor: User, person: User, reason: str) -> SignInHelp:
    """Say that the second factor will be taken away after a while, to all of their addresses.

    Until then the person, or whoever reads one of their mailboxes, stops it with one link: so that
    nobody loses a factor to somebody who only claims to be them. Raises StateConflict if there is
    no second factor, or if this has been announced already.
    """

    def require_factor(at: datetime) -> dict[str, datetime]:
        if not Authenticator.objects.filter(user=person, type__in=FACTORS).exists():
            raise StateConflict(_("This person has no second factor."))
        return {"due_at": at + timedelta(hours=settings.SECOND_FACTOR_WAIT_HOURS)}

    what = policy.ANNOUNCE_FACTOR, SignInHelp.Kind.FACTOR
    return give_help(*what, actor, person, reason, require_factor)


def keep_factor(*, actor: User | None, given: SignInHelp, token: str = "") -> SignInHelp:
    """Stop what was announced: with the token of the mailed link, or as one who may help."""
    person = given.person
    with policy.KEEP_FACTOR.begin(actor, person, lock=[given]) as record:
        is_helper = actor is not None and helps_to_sign_in(actor, person)
        if not is_helper and given.token_hash != hash_of(token):
            raise PermissionDenied
        if not given.is_announced:
            raise StateConflict(_("This has been stopped already, or is done."))
        given.kept_at = record.at
        given.save(update_fields=["kept_at"])
        record.about(person, help=given.pk)
    return given


def take_due_factors() -> int:
    """What was announced and is due: remove every factor and recovery code, end all sessions.

    Returns how many. Called by beat; safe to run twice at once.
    """
    announced = SignInHelp.objects.announced().filter(due_at__lte=database_clock())
    due = announced.select_related("person")
    return do_for_each("hackathon.tasks.take_due_factors", due, take_factor_away)


def take_factor_away(given: SignInHelp) -> bool:
    try:
        with policy.TAKE_FACTOR_AWAY.begin(None, given.person, lock=[given]) as record:
            if not given.is_announced:
                raise StateConflict(_("This has been stopped already, or is done."))
            Authenticator.objects.filter(user=given.person).delete()
            end_all(given.person)
            given.done_at = record.at
            given.save(update_fields=["done_at"])
            record.about(given.person, help=given.pk)
    except StateConflict:
        return False  # kept, or taken by another worker, in this very moment
    return True


def announced_by(token: str) -> SignInHelp | None:
    """What the link of a mail stops, if it still can."""
    given = SignInHelp.objects.filter(token_hash=hash_of(token)).select_related("person").first()
    return given if given and given.is_announced else None


def end_sessions(*, actor: User, person: User, reason: str) -> SignInHelp:
    """Sign the person out on every device."""
    what = policy.END_SESSIONS, SignInHelp.Kind.SESSIONS
    return give_help(*what, actor, person, reason, lambda at: end_all(person))


def give_help(
    operation: Operation,
    kind: SignInHelp.Kind,
    actor: User,
    person: User,
    reason: str,
    act: Callable[[datetime], dict[str, Any] | None],
) -> SignInHelp:
    """One act of help, with its row and its entry in the log; StateConflict without a reason."""
    words = fitting(reason, 300)
    if not words:
        raise StateConflict(_("Write the reason: the person is told."))
    with operation.begin(actor, person) as record:
        User.objects.select_for_update(no_key=True).get(pk=person.pk)  # one helper at a time
        planned = act(record.at) or {}
        given = SignInHelp(person=person, helped_by=actor, kind=kind, reason=words, at=record.at)
        if due_at := planned.get("due_at"):
            given.announce(due_at)
        given.save()
        record.about(person, help=given.pk)
    return given


def confirmed_addresses(person: User) -> QuerySet[EmailAddress]:
    return EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True)


def end_all(person: User) -> None:
    """Every session, also one that allauth's list of sessions does not know."""
    UserSession.objects.filter(user=person).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()
