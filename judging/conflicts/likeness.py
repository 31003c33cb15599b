"""What two people have in common, by the traces that names, addresses and employers leave.

Plain comparison: rows come in as facts, signs go out, each with what was found to be the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from judging.conflicts.public_mail import is_public
from judging.conflicts.signs import Sign
from judging.jury.spelling import organisation_key, plain

Clue = tuple[Sign, str]  # what is alike, and the words of it


def domain_key(address: str) -> str:
    domain = address.rpartition("@")[2].lower()
    return "" if not domain or is_public(domain) else domain


def name_key(name: str) -> str:
    """The words of a name in any order; one word alone names too many people."""
    words = plain(name).split()
    return " ".join(sorted(words)) if len(words) > 1 else ""


def mailbox_key(address: str) -> str:
    """One mailbox however it is written: what follows a plus, and dots, are left out."""
    local, _at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


@dataclass(frozen=True)
class Facts:
    """What is known of one person, as keys that can be compared."""

    user: int | None = None
    name: str = ""
    photo: str = ""
    mailboxes: frozenset[str] = frozenset()
    organisations: dict[str, str] = field(default_factory=dict)  # each key, and how it was spelled
    domains: frozenset[str] = frozenset()


def facts(
    *,
    user: int | None,
    name: str,
    addresses: Iterable[str],
    organisations: Iterable[str],
    photo: str = "",
) -> Facts:
    addresses = [address for address in addresses if address]
    spelled = {organisation_key(words): words for words in organisations if words}
    spelled.pop("", None)
    return Facts(
        user,
        name_key(name),
        photo,
        frozenset(map(mailbox_key, addresses)),
        spelled,
        frozenset(filter(None, map(domain_key, addresses))),
    )


@dataclass(frozen=True)
class Neutral:
    """Domains and organisations that tie nobody: named by organisers, or shared by so many."""

    named_domains: frozenset[str] = frozenset()
    shared_domains: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()

    def covers(self, sign: str, clue: str) -> bool:
        """Whether this clue says nothing. What lies under a domain that was named says no more."""
        if sign == Sign.ORGANISATION:
            return organisation_key(clue) in self.organisations
        if sign != Sign.DOMAIN:
            return False
        named = any(clue == name or clue.endswith(f".{name}") for name in self.named_domains)
        return named or clue in self.shared_domains


def shared_domains(one: Facts, other: Facts) -> set[str]:
    """The same, or the one that the other is a part of: ``it.police.be`` is of ``police.be``."""
    pairs = [(a, b) for a in one.domains for b in other.domains]
    same = {a for a, b in pairs if a == b or b.endswith(f".{a}")}
    return same | {b for a, b in pairs if a.endswith(f".{b}")}


def share_domain(one: Facts, other: Facts) -> bool:
    return bool(shared_domains(one, other))


def have_one_account(one: Facts, other: Facts) -> bool:
    return bool(one.user and one.user == other.user) or bool(one.mailboxes & other.mailboxes)


def have_one_name(one: Facts, other: Facts) -> bool:
    """The same name, and something more: a photo, an employer, the front of an address."""
    if not one.name or one.name != other.name:
        return False
    photo = bool(one.photo) and one.photo == other.photo
    locals_of = [{box.partition("@")[0] for box in side.mailboxes} for side in (one, other)]
    same_work = one.organisations.keys() & other.organisations.keys() or share_domain(one, other)
    return photo or bool(same_work) or bool(locals_of[0] & locals_of[1])


def are_one_person(one: Facts, other: Facts) -> bool:
    return have_one_account(one, other) or have_one_name(one, other)


NOTHING_NEUTRAL = Neutral()


def signs(judge: Facts, member: Facts, neutral: Neutral = NOTHING_NEUTRAL) -> Iterator[Clue]:
    """Each likeness of a judge and a member that may tie them, and what exactly is alike."""
    if have_one_account(judge, member):
        yield Sign.ACCOUNT, ""
    elif have_one_name(judge, member):
        yield Sign.PERSON, member.name
    found = [
        (Sign.ORGANISATION, member.organisations[key])
        for key in sorted(judge.organisations.keys() & member.organisations.keys())
    ]
    found += [(Sign.DOMAIN, domain) for domain in sorted(shared_domains(judge, member))]
    yield from ((sign, clue) for sign, clue in found if not neutral.covers(sign, clue))
