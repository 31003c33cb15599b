"""Puts a backup into an empty installation. Nothing is sent from it until a person says so."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2 import sql

from hackathon.backups import dump, sealed
from hackathon.backups.errors import BackupFailed
from hackathon.backups.making import DATABASE, find_damage, place_of, read_manifest
from hackathon.files import incoming, storage
from hackathon.health.checks import known_migrations
from hackathon.mail.models.hold import MailHold


def restore_backup(place: Path, identities: Sequence[Any], *, is_staging: bool = False) -> int:
    """The files, then the database; how many files. Raises ``BackupFailed``.

    The database comes last: until then nothing names the files, and it can be tried again.
    """
    refuse_damaged(place)
    manifest = read_manifest(place)
    refuse_newer(manifest)
    refuse_full_database()
    with tempfile.TemporaryFile() as plain:
        found = sealed.unseal(place / DATABASE, plain, identities)
        if found != manifest["database"]["sha256"]:
            raise BackupFailed(f"{place / DATABASE} holds something else than the manifest says.")
        for sha256 in manifest["files"]:
            restore_file(place_of(place.parent, manifest["files_in"], sha256), sha256, identities)
        plain.seek(0)
        began = datetime.fromisoformat(manifest["began_at"])
        dump.load_dump(plain, afterwards=holding_mails(began, is_staging))
    return len(manifest["files"])


def holding_mails(backup_of: datetime, is_staging: bool) -> str:
    """The statement that holds all mails, in the same transaction that brings them back."""
    statement = sql.SQL(
        "INSERT INTO public.{} (began_at, backup_of, is_staging) "
        "VALUES (clock_timestamp(), {}, {});"
    ).format(
        sql.Identifier(MailHold._meta.db_table), sql.Literal(backup_of), sql.Literal(is_staging)
    )
    with connection.cursor() as cursor:
        return statement.as_string(cursor.cursor)


def refuse_newer(manifest: dict[str, Any]) -> None:
    known = known_migrations()
    floors = {floor for floor, _name in known}
    made_by = {(floor, name) for floor, name in manifest["migrations"] if floor in floors}
    if made_by - known:
        raise BackupFailed(
            "Nothing was restored: this backup was made by another version of the application. "
            "Install the one that made it, restore, and upgrade then."
        )


def refuse_damaged(place: Path) -> None:
    damage = list(find_damage(place))
    if damage:
        raise BackupFailed("Nothing was restored. " + " ".join(damage))


def refuse_full_database() -> None:
    if connection.introspection.table_names():
        raise BackupFailed(
            "The database is not empty. A backup is restored into an empty one: make a new "
            "database and name it in DATABASE_URL."
        )


def restore_file(source: Path, sha256: str, identities: Sequence[Any]) -> None:
    with incoming.temporary() as plain:
        with plain.open("wb") as target:
            found = sealed.unseal(source, target, identities)
        if found != sha256:
            raise BackupFailed(f"{source} holds something else than its name says.")
        storage.keep(plain, sha256)
