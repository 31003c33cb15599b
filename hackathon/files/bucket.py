"""Stored files in S3-compatible storage, where ``MEDIA_STORAGE`` names a bucket."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

MISSING = ("404", "NoSuchKey", "NotFound")


class StorageDown(OSError):
    """The store of files does not answer, or answers something else than it was given."""

    def __str__(self) -> str:
        return _("The store of files does not answer right now. Try again in a few minutes.")


def is_used() -> bool:
    return "blobs" in settings.STORAGES


@contextmanager
def asking_bucket() -> Iterator[Any]:
    """The bucket; whatever goes wrong on the way to it is one of two errors."""
    from boto3.exceptions import Boto3Error  # heavy, and for nothing where files stay here
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    try:
        yield storages["blobs"]
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in MISSING:
            raise FileNotFoundError from error
        raise StorageDown from error
    except (BotoCoreError, Boto3Error, HTTPClientError) as error:
        raise StorageDown from error


def key_of(storage: Any, place: str) -> str:
    return storage._normalize_name(place)


def put_file(path: Path, place: str, sha256: str) -> None:
    """Put the file there and read it back: only what came back whole counts as stored."""
    with asking_bucket() as storage:
        with path.open("rb") as file:
            storage.save(place, File(file))
        back, digest = read_file(place), hashlib.sha256()
        while piece := back.read(1024 * 1024):
            digest.update(piece)
    if digest.hexdigest() != sha256:
        raise StorageDown


def read_file(place: str) -> BinaryIO:
    with asking_bucket() as storage:
        return storage.bucket.Object(key_of(storage, place)).get()["Body"]


def has_file(place: str) -> bool:
    with asking_bucket() as storage:
        return storage.exists(place)


def list_files() -> Iterator[tuple[str, float]]:
    with asking_bucket() as storage:
        for item in storage.bucket.objects.filter(Prefix=key_of(storage, "")):
            yield item.key.rpartition("/")[2], item.last_modified.timestamp()


def remove(place: str, older_than: float) -> bool:
    with asking_bucket() as storage:
        item = storage.bucket.Object(key_of(storage, place))
        if item.last_modified.timestamp() >= older_than:
            return False
        item.delete()
        return True
