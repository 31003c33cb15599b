"""A link that signs one person in, once, within an hour: it was mailed to their address."""

from django.core import signing
from django.utils.crypto import salted_hmac

from hackathon.kernel.models.user import User

SALT = "hackathon.sign_in_link"
SECONDS = 3600


def new_token(person: User, address: str) -> str:
    """For a mail to this address: it opens nothing once the person has another one."""
    return signing.dumps([person.pk, state_of(person, address)], salt=SALT)


def state_of(person: User, address: str) -> str:
    """Different after each sign-in and each change of address or password."""
    seen = f"{person.password} {person.last_login} {address}"
    return salted_hmac(SALT, seen, algorithm="sha256").hexdigest()[:32]


def person_of(token: str) -> User | None:
    """Whom the link lets in; None for one that is not ours, too old, or used."""
    try:
        number, state = signing.loads(token, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=number, is_active=True).first()
    return person if person and state_of(person, person.email) == state else None
