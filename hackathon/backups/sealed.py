"""Files that only the holder of a key can read, in the format of age (age-encryption.org)."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import pyrage

from hackathon.backups.errors import BackupFailed

PIECE = 1024 * 1024


class Digesting:
    """A stream that is hashed and counted while it is read or written."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.hash, self.size = stream, hashlib.sha256(), 0

    def note(self, piece: bytes) -> None:
        self.hash.update(piece)
        self.size += len(piece)

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.note(piece)
        return piece

    def write(self, piece: bytes) -> int:
        self.note(piece)
        return self.stream.write(piece)

    def flush(self) -> None:
        self.stream.flush()

    @property
    def sha256(self) -> str:
        return self.hash.hexdigest()


def recipient_of(text: str) -> Any:
    """The public key that a backup is for: age1... or an SSH key."""
    try:
        if text.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(text)
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupFailed(f"{text!r} is no public key of age (age1…) or SSH.") from error


def identities_of(file: Path) -> list[Any]:
    """The secret keys in a file, as ``age-keygen`` and ``make_backup_key`` write it."""
    lines = (line.strip() for line in file.read_text().splitlines())
    try:
        found = [
            pyrage.x25519.Identity.from_str(line)
            for line in lines
            if line and not line.startswith("#")
        ]
    except pyrage.IdentityError as error:
        raise BackupFailed(f"{file} holds something that is no secret key of age.") from error
    if not found:
        raise BackupFailed(f"{file} holds no secret key.")
    return found


def seal(source: IO[bytes], target: Path, recipient: Any) -> dict[str, Any]:
    """Writes ``source`` encrypted, whole or not at all; hash and size of both."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.partial")
    inside = Digesting(source)
    with partial.open("wb") as file:
        sealed = Digesting(file)
        pyrage.encrypt_io(inside, sealed, [recipient])
    partial.replace(target)
    return {
        "sha256": inside.sha256,
        "size": inside.size,
        "sealed_sha256": sealed.sha256,
        "sealed_size": sealed.size,
    }


def unseal(source: Path, target: IO[bytes], identities: Sequence[Any]) -> str:
    """Writes what is inside to ``target``; its SHA-256. ``BackupFailed`` if it is damaged."""
    written = Digesting(target)
    try:
        with source.open("rb") as file:
            pyrage.decrypt_io(file, written, list(identities))
    except FileNotFoundError as error:
        raise BackupFailed(f"{source} is missing.") from error
    except pyrage.DecryptError as error:
        raise BackupFailed(
            f"{source} cannot be read: it is damaged, or for another key."
        ) from error
    return written.sha256
