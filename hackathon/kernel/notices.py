"""Who is told of what. Each floor declares its own in ``notices.py``."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hackathon.kernel.models.audit import AuditEntry
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User


@dataclass(frozen=True)
class Letter:
    """One mail to one person. Rows in ``context`` are kept as references and read when sent."""

    template: str
    recipient: str
    language: str = "en"
    reader: User | None = None
    context: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def to(cls, reader: User | None, template: str, **context: Any) -> "Letter":
        """To somebody with an account; that there is nobody is a programming error."""
        if reader is None:
            raise LookupError(f"{template} has no reader")
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
