"""Files named by what they hold, on the media volume or in S3. Acknowledged means stored."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from hackathon.files import bucket, incoming
from hackathon.files.bucket import StorageDown as StorageDown


@dataclass(frozen=True)
class StoredFile:
    """A file that is safely stored: its shown name, hash and size in bytes."""

    name: str
    sha256: str
    size: int


def shelves() -> Path:
    return Path(settings.MEDIA_ROOT) / "blobs"


def path_of(sha256: str) -> Path:
    return shelves() / place_of(sha256)


def place_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def store(upload: Any) -> StoredFile:
    """Keep a file that came with a form."""
    with incoming.temporary() as path:
        incoming.write(path, upload.chunks())
        return keep(path, upload.name)


def keep(path: Path, name: str) -> StoredFile:
    """Give a finished file its place. ``path`` stays: whoever made it takes it away."""
    sha256, size = digest_of(path), path.stat().st_size
    with shelf_lock(fcntl.LOCK_SH):
        if bucket.is_used():
            bucket.put_file(path, place_of(sha256), sha256)
        else:
            shelve(path, path_of(sha256))
    return StoredFile(name=Path(name).name[:200], sha256=sha256, size=size)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def shelve(path: Path, final: Path) -> None:
    """A second name for the same bytes, once they and later the name are on disk."""
    final.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(0o640)  # a web server in our group may hand it out
    sync(path)
    try:
        os.link(path, final)
    except FileExistsError:
        os.utime(final)  # as good as new: the janitor counts from now
    except OSError as error:
        if incoming.is_full(error):
            raise
        copy(path, final)  # a volume without second names
    sync(final.parent)
    sync(final.parent.parent)


def copy(path: Path, final: Path) -> None:
    with incoming.temporary() as twin:
        shutil.copyfile(path, twin)
        twin.chmod(0o640)
        sync(twin)
        twin.replace(final)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_stored(sha256: str) -> BinaryIO:
    """The file's bytes; FileNotFoundError if there are none, StorageDown if nobody can tell."""
    if bucket.is_used():
        return bucket.read_file(place_of(sha256))
    return path_of(sha256).open("rb")


def is_stored(sha256: str) -> bool:
    return bucket.has_file(place_of(sha256)) if bucket.is_used() else path_of(sha256).is_file()


def stored_files() -> Iterator[tuple[str, float]]:
    """Each stored file's hash, and when it was last put there, in seconds since 1970."""
    if bucket.is_used():
        yield from bucket.list_files()
        return
    for path in shelves().glob("??/*"):
        try:
            yield path.name, path.stat().st_mtime
        except FileNotFoundError:
            continue


def remove_stored(sha256: str, *, older_than: float) -> bool:
    """Take a file away, unless it was put there (again) since that instant."""
    with shelf_lock(fcntl.LOCK_EX):
        if bucket.is_used():
            return bucket.remove(place_of(sha256), older_than)
        path = path_of(sha256)
        if not path.is_file() or path.stat().st_mtime >= older_than:
            return False
        path.unlink()
        return True


@contextmanager
def shelf_lock(kind: int) -> Iterator[None]:
    """Many put files there at once, but nobody does while one is taken away."""
    shelves().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(shelves() / ".lock", os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)
