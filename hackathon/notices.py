"""Who is told of what. Each floor declares its own in ``notices.py``."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress

from hackathon.models import AuditEntry, Event, Organiser, SignInHelp, User


@dataclass(frozen=True)
class Letter:
    """One mail to one person. Rows in ``context`` are kept as references and read when sent."""

    template: str
    recipient: str
    language: str = "en"
    reader: User | None = None
    context: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def to(cls, reader: User, template: str, **context: Any) -> "Letter":
        return cls(template, reader.email, reader.language, reader, context)

    @classmethod
    def to_invited(cls, invitation: Any, template: str, /, **context: Any) -> "Letter":
        """To the address of an invitation, in the reader's language; in that of the invitation
        (``speaks``) if they have no account yet."""
        address = invitation.email
        reader = User.objects.filter(email=address).first()
        language = reader.language if reader else invitation.speaks
        return cls(template, address, language, reader, context)


Notice = Callable[[AuditEntry], Iterator[Letter]]
_notices: dict[str, list[Notice]] = defaultdict(list)


def notice(verb: str) -> Callable[[Notice], Notice]:
    def register(compose: Notice) -> Notice:
        _notices[verb].append(compose)
        return compose

    return register


def tells(verb: str) -> bool:
    """Whether anybody is written to when this happens."""
    return bool(_notices.get(verb))


def letters_for(entry: AuditEntry) -> Iterator[Letter]:
    for compose in _notices[entry.verb]:
        yield from compose(entry)


def to_organisers(
    event: Event, template: str, *, but: User | None = None, doing: Any = None, **context: Any
) -> Iterator[Letter]:
    """To everybody who organises the event, but for who did it themselves.

    ``doing``: the operation that is wanted of them; whoever is kept from it is not written to.
    """
    for organiser in event.organisers.exclude(user=but).select_related("user"):
        if doing and doing.bar(organiser.user, event):
            continue
        yield Letter.to(organiser.user, template, event=event, **context)


@notice("organiser.add")
@notice("organiser.trust")
def tell_organiser_what_they_may(entry: AuditEntry) -> Iterator[Letter]:
    organiser = Organiser.objects.filter(pk=entry.subject_id).select_related("user").first()
    if organiser and organiser.user != entry.actor:
        yield Letter.to(
            organiser.user, f"mail/{entry.verb.replace('.', '_')}", event=entry.event,
            by=entry.actor, sees_marks=entry.data["sees_marks"],
        )  # fmt: skip


@notice("organiser.remove")
def tell_who_organises_no_longer(entry: AuditEntry) -> Iterator[Letter]:
    person = User.objects.get(pk=entry.data["removed"])
    if person != entry.actor:
        yield Letter.to(person, "mail/organiser_remove", event=entry.event, by=entry.actor)


@notice("person.send_link")
@notice("person.end_sessions")
def tell_who_was_helped(entry: AuditEntry) -> Iterator[Letter]:
    """Nobody's way in changes without their reading who changed it, and why."""
    person = entry.subject
    given = SignInHelp.objects.get(pk=entry.data["help"])
    yield Letter.to(person, f"mail/help_{given.kind}", person=person, help=given)


@notice("person.announce_factor")
@notice("person.keep_factor")
@notice("person.take_factor")
def tell_every_address(entry: AuditEntry) -> Iterator[Letter]:
    """A lost mailbox, or one that somebody else reads, must not be the only one that knows."""
    person = entry.subject
    given = SignInHelp.objects.get(pk=entry.data["help"])
    template = f"mail/{entry.verb.replace('.', '_')}"
    told = {"person": person, "help": given}
    confirmed = EmailAddress.objects.filter(user=person, verified=True).order_by("pk")
    for address in list(confirmed.values_list("email", flat=True)) or [person.email]:
        yield Letter(template, address, person.language, person, told)
    if entry.verb == "person.keep_factor":
        yield Letter.to(given.helped_by, "mail/factor_was_kept", **told)
