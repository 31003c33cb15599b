"""Files on their way in, on the media volume: what has arrived of them, and who is writing."""

import errno
import fcntl
import os
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings

PIECE = 256 * 1024
OUT_OF_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class PartBusy(Exception):
    """Somebody else is writing this file at the moment."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def is_full(error: OSError) -> bool:
    """Whether the volume, or what we may use of it, has no room left."""
    return error.errno in OUT_OF_ROOM


def folder() -> Path:
    place = Path(settings.MEDIA_ROOT) / "incoming"
    place.mkdir(parents=True, exist_ok=True)
    return place


@contextmanager
def temporary() -> Iterator[Path]:
    """A file of one's own beside the finished ones; gone afterwards."""
    descriptor, name = tempfile.mkstemp(dir=folder())
    os.close(descriptor)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def write(path: Path, chunks: Iterator[bytes]) -> None:
    with path.open("wb") as target:
        for chunk in chunks:
            target.write(chunk)


def part_of(key: str) -> Path:
    return folder() / f"{key}.part"


def size_of(key: str) -> int:
    """How many bytes of it are there."""
    try:
        return part_of(key).stat().st_size
    except FileNotFoundError:
        return 0


def moved_at(key: str) -> float:
    """When its last byte came, in seconds since 1970; 0 if none has."""
    try:
        return part_of(key).stat().st_mtime
    except FileNotFoundError:
        return 0


class Part:
    """What has arrived of a file; whoever holds this is the only one who writes it."""

    def __init__(self, key: str, descriptor: int) -> None:
        self.path, self.descriptor = part_of(key), descriptor

    @property
    def size(self) -> int:
        return os.fstat(self.descriptor).st_size

    def append(self, body: Readable, length: int) -> None:
        """Write up to ``length`` bytes behind the others. What came before a break stays."""
        try:
            while length and (piece := read_piece(body, min(PIECE, length))):
                length -= len(piece)
                while piece:
                    piece = piece[os.write(self.descriptor, piece) :]
        finally:
            os.fsync(self.descriptor)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def read_piece(body: Readable, size: int) -> bytes:
    """The next bytes; none if the sender has gone."""
    try:
        return body.read(size)
    except OSError:  # Django's name for it, UnreadablePostError, is one
        return b""


@contextmanager
def hold_file(key: str) -> Iterator[Part]:
    """The file's one writer. The lock ends with the process, however that ends."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
    descriptor = os.open(part_of(key), flags, 0o640)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PartBusy from error
        yield Part(key, descriptor)
    finally:
        os.close(descriptor)


def sweep(open_keys: Collection[str], *, older_than: float) -> int:
    """Take away what lies here for so many seconds and belongs to no upload."""
    swept, oldest = 0, time.time() - older_than
    for path in folder().iterdir():
        if path.suffix == ".part" and path.stem in open_keys:
            continue
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
                swept += 1
        except FileNotFoundError:
            continue
    return swept
