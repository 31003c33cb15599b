"""The demonstration's accounts: one password for all, every address confirmed."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from hackathon.models import User

PASSWORD = "hackathon-demo"  # noqa: S105 - the whole point is that everybody knows it
LANGUAGES = ("nl", "fr", "nl", "fr", "en", "nl", "fr", "de")

SIGNINS = [
    ("Organiser of the rehearsal edition", "organiser@example.org"),
    ("Captain of a team", "captain@example.org"),
    ("Member of the same team", "member@example.org"),
    ("Judge, first challenge", "judge1@example.org"),
    ("Judge, second challenge", "judge2@example.org"),
    ("Judge, third challenge", "judge3@example.org"),
    ("Judge, fourth challenge", "judge4@example.org"),
    ("Coach", "coach@example.org"),
    ("Somebody without a team", "newcomer@example.org"),
    ("Organiser of Smart Policing 2020", "organiser2020@example.org"),
]


def make(people: Iterable[tuple[str, str]], *, language: str = "", **more: Any) -> list[User]:
    """Accounts for (name, address) pairs, in their order; who has one already keeps it."""
    people = list(people)
    known = {user.email: user for user in User.objects.filter(email__in=[to for _, to in people])}
    encoded = make_password(PASSWORD)  # once for all: it is slow on purpose
    users = User.objects.bulk_create(
        User(
            name=name,
            email=address,
            password=encoded,
            language=language or LANGUAGES[number % len(LANGUAGES)],
            **more,
        )
        for number, (name, address) in enumerate(people)
        if address not in known
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    known |= {user.email: user for user in users}
    return [known[address] for _, address in people]


def table() -> str:
    """Role, address and password, for a person to read."""
    there = set(
        User.objects.filter(email__in=[to for _, to in SIGNINS]).values_list("email", flat=True)
    )
    rows = [(role, to, PASSWORD) for role, to in SIGNINS if to in there]
    lines = [("Role", "Address", "Password"), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
