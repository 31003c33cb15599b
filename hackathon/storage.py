"""Files on the media volume, named by their content. Acknowledged means on disk."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class StoredFile:
    """A file that is safely on disk: its shown name, hash and size in bytes."""

    name: str
    sha256: str
    size: int


def path_of(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "blobs" / sha256[:2] / sha256


def store(upload) -> StoredFile:
    """Write an uploaded file, hashed on the way, and sync it and its folder before returning."""
    incoming = Path(settings.MEDIA_ROOT) / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=incoming)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as target:
            for chunk in upload.chunks():
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        final = path_of(digest.hexdigest())
        final.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(final)
        sync_folder(final.parent)
        sync_folder(final.parent.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return StoredFile(name=Path(upload.name).name[:200], sha256=digest.hexdigest(), size=size)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
