"""Makes a backup, and looks whether one is whole."""

import fcntl
import hashlib
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from hackathon.backups import dump, sealed
from hackathon.backups.errors import BackupFailed
from hackathon.files import storage
from hackathon.health.models.heartbeat import Heartbeat
from hackathon.health.services.heartbeats import note_heartbeat

MANIFEST, DATABASE, FILES, LOCK = "manifest.json", "database.dump.age", "files", "lock"
SHA256 = re.compile(r"[0-9a-f]{64}")
logger = logging.getLogger(__name__)


def make_backup(folder: Path, recipient: str) -> Path:
    """A new backup below ``folder``; files that earlier ones hold whole are not written again.

    The database comes first: whatever file a row names was stored before that row was written, and
    stays for a day after the last row that names it, so that what was named before the dump or is
    named after it is still there. The manifest comes last: a backup without one
    was never finished. Raises ``BackupFailed``, also while another one is made there.
    """
    key = sealed.recipient_of(recipient)
    with alone_in(folder):
        began = datetime.now(UTC)
        place = folder / began.strftime("%Y-%m-%dT%H%M%SZ")
        place.mkdir(mode=0o700)
        named = named_files()
        with dump.reading_dump() as stream:
            database = sealed.seal(stream, place / DATABASE, key)
        shelf = f"{FILES}/{hashlib.sha256(recipient.encode()).hexdigest()[:12]}"
        known = known_files(folder, shelf)
        files, missing = {}, []
        for sha256 in sorted(named | named_files()):
            sealed_file = place_of(folder, shelf, sha256)
            try:
                files[sha256] = known.get(sha256) or seal_file(sealed_file, sha256, key)
            except FileNotFoundError:
                missing.append(sha256)
        manifest = {
            "began_at": began.isoformat(),
            "ended_at": datetime.now(UTC).isoformat(),
            "recipient": recipient,
            "database": database,
            "files_in": shelf,
            "files": files,
            "missing": missing,
            "rows": count_rows(),
            "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        }
        partial = place / f"{MANIFEST}.partial"
        partial.touch(mode=0o600)
        partial.write_text(json.dumps(manifest, indent=1, sort_keys=True))
        partial.replace(place / MANIFEST)
    note_heartbeat(Heartbeat.Source.BACKUP)
    return place


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupFailed(f"Another backup is being made in {folder}.") from error
        yield


def named_files() -> set[str]:
    """The hash of every file that any row names, by what its model declares."""
    found: set[str] = set()
    for model in apps.get_models():
        for column in getattr(model, "names_files", ()):
            rows = model._base_manager.exclude(**{column: ""})
            found.update(rows.values_list(column, flat=True).distinct())
    return found


def count_rows() -> dict[str, int]:
    """Rows of each table, at about the time of the dump: for a person who compares."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def seal_file(place: Path, sha256: str, key: Any) -> dict[str, Any]:
    with storage.open_stored(sha256) as stream:
        written = sealed.seal(stream, place, key)
    if written["sha256"] != sha256:
        place.unlink()
        raise BackupFailed(f"The stored file {sha256} holds something else: it is damaged.")
    return written


def place_of(folder: Path, shelf: str, sha256: str) -> Path:
    return folder / shelf / sha256[:2] / f"{sha256}.age"


def known_files(folder: Path, shelf: str) -> dict[str, dict[str, Any]]:
    """What earlier backups to the same key say of files that are still whole."""
    found: dict[str, dict[str, Any]] = {}
    for place in sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")):
        try:
            manifest = read_manifest(place)
        except BackupFailed as error:
            logger.warning("%s", error)
            continue
        if manifest["files_in"] == shelf:
            found.update(manifest["files"])
    return {sha: about for sha, about in found.items() if is_whole(folder, shelf, sha, about)}


def is_whole(folder: Path, shelf: str, sha256: str, about: dict[str, Any]) -> bool:
    place = place_of(folder, shelf, sha256)
    return place.is_file() and storage.digest_of(place) == about["sealed_sha256"]


def read_manifest(place: Path) -> dict[str, Any]:
    """Raises ``BackupFailed`` for what no backup has written: names in it become paths."""
    try:
        manifest = json.loads((place / MANIFEST).read_text())
    except FileNotFoundError as error:
        raise BackupFailed(
            f"{place} holds no {MANIFEST}: it is no backup, or was never finished."
        ) from error
    except ValueError as error:
        raise BackupFailed(f"{place / MANIFEST} is damaged.") from error
    if not is_manifest(manifest):
        raise BackupFailed(f"{place / MANIFEST} is damaged.")
    return manifest


def is_manifest(read: Any) -> bool:
    """Whether it has the shape of what ``make_backup`` writes."""
    try:
        shelf = re.fullmatch(rf"{FILES}/[0-9a-f]{{12}}", read["files_in"])
        named = [*read["files"], *read["missing"]]
        parts = [read["database"], *read["files"].values()]
        hashes = [part[name] for part in parts for name in ("sha256", "sealed_sha256")]
        datetime.fromisoformat(read["began_at"])
        pairs = all(len(pair) == 2 for pair in read["migrations"])
        return bool(shelf and pairs and all(map(SHA256.fullmatch, named + hashes)))
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def find_damage(place: Path) -> Iterator[str]:
    """A sentence for each part that is gone or is not what was written; no key is needed."""
    manifest = read_manifest(place)
    parts = {place / DATABASE: manifest["database"]} | {
        place_of(place.parent, manifest["files_in"], sha256): about
        for sha256, about in manifest["files"].items()
    }
    for part, about in parts.items():
        if not part.exists():
            yield f"{part} is missing."
        elif storage.digest_of(part) != about["sealed_sha256"]:
            yield f"{part} is damaged."


def find_missing(place: Path) -> Iterator[str]:
    """A sentence for each file that was named and could not be read when the backup was made."""
    for sha256 in read_manifest(place)["missing"]:
        yield f"The file {sha256} was missing when the backup was made."
