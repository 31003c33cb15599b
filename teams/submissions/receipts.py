"""Receipts that prove themselves: a few lines of text with an Ed25519 signature under them.

Text in, text out: no database, no clock, no settings. The lines are the same in every language,
so that what was signed is what stands there. Whoever holds the public key can check a receipt
without asking anybody.
"""

import base64
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORM = "Hackathon receipt, form 1"
BEGIN, END = "-----BEGIN RECEIPT-----", "-----END RECEIPT-----"
BLOCK = re.compile(rf"{BEGIN}(.*?){END}", re.DOTALL)
GRACE = {False: "no", True: "yes: after the deadline, within the minutes of grace"}


class NotGenuine(Exception):
    """The text is no receipt that this key has signed; ``why`` is one of the names below."""

    NO_RECEIPT, OTHER_KEY, ALTERED = "no receipt", "other key", "altered"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Receipt:
    """What a receipt says. Names are for people; ids, instant and fingerprints are the proof."""

    site: str
    event: int
    event_name: str
    submission: int
    team_name: str
    title: str
    version: int
    taken_at: datetime
    zone: str
    origin: str
    in_grace: bool
    sha256: str
    files: tuple[tuple[str, str], ...]  # each file's SHA-256 and name


def key_from(secret: str) -> Ed25519PrivateKey:
    """The signing key that belongs to a secret; the same secret always gives the same key."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"hackathon receipts, ed25519")
    return Ed25519PrivateKey.from_private_bytes(derive.derive(secret.encode()))


def public_of(key: Ed25519PrivateKey) -> str:
    """The public half as text, to be shown and kept."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def write_receipt(receipt: Receipt, key: Ed25519PrivateKey) -> str:
    """The receipt as the text that a team keeps."""
    lines = [*lines_of(receipt), f"Public key: {public_of(key)}"]
    signature = base64.b64encode(key.sign(signed_part(lines))).decode()
    return "\n".join([BEGIN, *lines, f"Signature: {signature}", END, ""])


def lines_of(receipt: Receipt) -> list[str]:
    local = receipt.taken_at.astimezone(ZoneInfo(receipt.zone))
    instant = receipt.taken_at.astimezone(UTC).replace(tzinfo=None)
    lines = [
        FORM,
        f"Site: {receipt.site}",
        f"Event: {receipt.event} ({one_line(receipt.event_name)})",
        f"Submission: {receipt.submission}",
        f"Team: {one_line(receipt.team_name)}",
        f"Title: {one_line(receipt.title)}",
        f"Version: {receipt.version}",
        f"Taken: {local:%Y-%m-%d %H:%M:%S} {receipt.zone} (UTC{local:%z})",
        f"UTC: {instant.isoformat(timespec='microseconds')}Z",
        f"Origin: {receipt.origin}",
        f"Grace: {GRACE[receipt.in_grace]}",
        f"SHA-256: {receipt.sha256}",
        *(f"File: {sha256} {one_line(name)}" for sha256, name in receipt.files),
    ]
    return [line.rstrip() for line in lines]


def signed_part(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def one_line(text: str) -> str:
    """Whatever a name holds, it cannot add a line or turn one around."""
    spaced = (" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return re.sub("-{5,}", "----", " ".join("".join(spaced).split()))


def check_lines(text: str, public: str) -> list[str]:
    """The lines of a genuine receipt found in ``text``, a file or a mail; else NotGenuine."""
    found = BLOCK.findall(text[:100_000])
    if len(found) != 1:
        raise NotGenuine(NotGenuine.NO_RECEIPT)
    whole = [line for line in map(strip_quotes, found[0].splitlines()) if line]
    lines = whole[:-2]
    shown, last = whole[-2:] if len(whole) > 2 else ("", "")
    if lines[:1] != [FORM] or not last.startswith("Signature: "):
        raise NotGenuine(NotGenuine.NO_RECEIPT)
    if shown != f"Public key: {public}":
        raise NotGenuine(NotGenuine.OTHER_KEY)
    try:
        signature = base64.b64decode(last.removeprefix("Signature: "), validate=True)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
        key.verify(signature, signed_part([*lines, shown]))
    except (InvalidSignature, ValueError) as broken:
        raise NotGenuine(NotGenuine.ALTERED) from broken
    return lines


def strip_quotes(line: str) -> str:
    """A line as it was before a mail program quoted it."""
    return re.sub(r"^(\s*>)*\s*", "", line).rstrip()


def read_receipt(text: str, public: str) -> Receipt:
    """What a genuine receipt says, from its signed lines alone."""
    said: dict[str, list[str]] = {}
    for line in check_lines(text, public)[1:]:
        name, _colon, value = line.partition(":")
        said.setdefault(name, []).append(value.strip())
    first = {name: values[0] for name, values in said.items()}
    event, _space, event_name = first["Event"].partition(" ")
    zone = first["Taken"].split(" ")[2]
    files = tuple((line[:64], line[65:]) for line in said.get("File", []))
    return Receipt(
        site=first["Site"],
        event=int(event),
        event_name=event_name[1:-1],
        submission=int(first["Submission"]),
        team_name=first["Team"],
        title=first["Title"],
        version=int(first["Version"]),
        taken_at=datetime.fromisoformat(first["UTC"].replace("Z", "+00:00")),
        zone=zone,
        origin=first["Origin"],
        in_grace=first["Grace"] == GRACE[True],
        sha256=first["SHA-256"],
        files=files,
    )


def differences(said: Receipt, held: Receipt) -> list[str]:
    """The names of what a receipt says otherwise than the database; names may have changed."""
    proof = ("event", "submission", "version", "taken_at", "origin", "in_grace", "sha256")
    wrong = [name for name in proof if getattr(said, name) != getattr(held, name)]
    hashes = [[sha256 for sha256, _name in receipt.files] for receipt in (said, held)]
    return wrong if hashes[0] == hashes[1] else [*wrong, "files"]
