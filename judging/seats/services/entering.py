"""The mailed link opens the jury's rooms once, for the invited address."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hackathon.kernel.errors import StateConflict
from hackathon.models import User
from judging.jury.models import Judge
from judging.seats import policy


def enter_jury(*, judge: Judge, token: str, language: str = settings.LANGUAGE_CODE) -> User:
    """The invited person's account, made if there is none; after that the link is dead.

    A new account reads ``language``, which the page spoke.
    """
    try:
        with policy.ENTER_JURY.begin(None, judge, lock=[judge]) as record:
            if not judge.opens_with(token, record.at):
                raise StateConflict(dead())
            user = account_of(judge, language)
            judge.token_hash = None
            judge.save(update_fields=["token_hash"])
            record.about(judge, user=user.pk)
    except PermissionDenied as used:
        raise StateConflict(dead()) from used
    return user


def dead() -> str:
    return _(
        "This link has been used, is too old, or a newer mail has replaced it. Open the link of "
        "the newest mail, or have a code mailed to you."
    )


def account_of(judge: Judge, language: str) -> User:
    """The mail reached the address; whether its owner confirmed it before is for the sign-in."""
    address = judge.email.lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        own = {"name": judge.name[:80], "language": language}
        user = User.objects.create_user(address, **own)
    EmailAddress.objects.get_or_create(user=user, email=address, defaults={"primary": True})
    return user
