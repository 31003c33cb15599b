"""What two people have in common, by the traces that names, addresses and employers leave.

Plain comparison: rows come in as facts, signs go out.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from judging.models import Conflict
from judging.public_mail import is_public

Sign = Conflict.Sign
LEGAL_FORMS = {
    "ag", "aisbl", "asbl", "bv", "bvba", "cv", "cvba", "co", "company", "corp", "corporation",
    "ev", "gcv", "gmbh", "inc", "ivzw", "kg", "limited", "llc", "llp", "ltd", "nv", "ohg", "plc",
    "sa", "sarl", "sas", "scrl", "se", "snc", "sprl", "srl", "stiftung", "vof", "vzw",
}  # fmt: skip
LITTLE_WORDS = {
    "a", "an", "and", "the", "of", "for", "de", "la", "le", "les", "du", "des", "et", "en", "het",
    "van", "voor", "der", "die", "das", "und",
}  # fmt: skip
NOBODYS = {  # what people write who work for no organisation
    "freelance", "freelancer", "independent", "independant", "none", "nvt", "privat", "prive",
    "private", "retired", "self employed", "student", "studente", "etudiant", "zelfstandige",
    "zelfstandig", "unemployed", "individual", "geen", "aucune", "keine", "university", "company",
}  # fmt: skip


def plain(words: str) -> str:
    """Without accents, case and punctuation: "Société d'État" is "societe d etat"."""
    bare = unicodedata.normalize("NFKD", words.casefold().replace("ß", "ss").replace("ø", "o"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    bare = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", bare)  # S.A. is SA
    return " ".join(re.findall(r"\w+", bare))


def organisation_key(words: str) -> str:
    """What two spellings of one organisation share; nothing if it names none."""
    name = plain(words)
    rest = [word for word in name.split() if word not in LEGAL_FORMS | LITTLE_WORDS]
    key = " ".join(rest)
    return "" if len(key) < 2 or key in NOBODYS else key


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
    organisations: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()


def facts(
    *, user: int | None, name: str, addresses: Iterable[str], organisations: Iterable[str],
    photo: str = "",
) -> Facts:  # fmt: skip
    addresses = [address for address in addresses if address]
    return Facts(
        user, name_key(name), photo,
        frozenset(map(mailbox_key, addresses)),
        frozenset(filter(None, map(organisation_key, filter(None, organisations)))),
        frozenset(filter(None, map(domain_key, addresses))),
    )  # fmt: skip


def share_domain(one: Facts, other: Facts) -> bool:
    """The same, or a part of the other: ``it.police.be`` is of ``police.be``."""
    return any(
        a == b or a.endswith(f".{b}") or b.endswith(f".{a}")
        for a in one.domains
        for b in other.domains
    )


def are_one_person(one: Facts, other: Facts) -> bool:
    if (one.user and one.user == other.user) or one.mailboxes & other.mailboxes:
        return True
    if not one.name or one.name != other.name:
        return False
    photo = bool(one.photo) and one.photo == other.photo
    locals_of = [{box.partition("@")[0] for box in side.mailboxes} for side in (one, other)]
    same_work = one.organisations & other.organisations or share_domain(one, other)
    return photo or bool(same_work) or bool(locals_of[0] & locals_of[1])


def signs(judge: Facts, member: Facts) -> Iterator[Sign]:
    if are_one_person(judge, member):
        yield Sign.PERSON
    if judge.organisations & member.organisations:
        yield Sign.ORGANISATION
    if share_domain(judge, member):
        yield Sign.DOMAIN
