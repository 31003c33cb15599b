"""Who is told of what. Each floor declares its own in ``notices.py``."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hackathon.models import AuditEntry, User


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
    def to_address(cls, address: str, template: str, *, sender: User, **context: Any) -> "Letter":
        """To somebody who may have no account yet: then in the sender's language."""
        reader = User.objects.filter(email=address).first()
        return cls(template, address, (reader or sender).language, reader, context)


Notice = Callable[[AuditEntry], Iterator[Letter]]
_notices: dict[str, list[Notice]] = defaultdict(list)


def notice(verb: str) -> Callable[[Notice], Notice]:
    def register(compose: Notice) -> Notice:
        _notices[verb].append(compose)
        return compose

    return register


def letters_for(entry: AuditEntry) -> Iterator[Letter]:
    for compose in _notices[entry.verb]:
        yield from compose(entry)
