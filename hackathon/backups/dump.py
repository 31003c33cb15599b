"""The database as one stream, by PostgreSQL's own programs."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.db import connection

from hackathon.backups.errors import BackupFailed


def environment() -> dict[str, str]:
    """Where the database is, as PostgreSQL's programs read it; no password on a command line."""
    known = connection.settings_dict
    named = {
        "PGHOST": known["HOST"],
        "PGPORT": str(known["PORT"] or ""),
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
        "PGDATABASE": known["NAME"],
        "PGSSLMODE": known["OPTIONS"].get("sslmode", ""),
    }
    return os.environ | {name: value for name, value in named.items() if value}


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise BackupFailed(f"{name} is missing: install PostgreSQL's client programs.")
    return found


def require_pipe(end: IO[bytes] | None) -> IO[bytes]:
    """Of a process that was started with this pipe."""
    if end is None:
        raise ValueError("The process was started without this pipe.")
    return end


@contextmanager
def reading_dump() -> Iterator[IO[bytes]]:
    """All tables as they are at one instant; raises ``BackupFailed`` if any could not be read."""
    command = [program("pg_dump"), "--format=custom", "--compress=6", "--no-owner", "--no-acl"]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as dump:
        yield require_pipe(dump.stdout)
        complaint = require_pipe(dump.stderr).read().decode(errors="replace").strip()
        if dump.wait():
            raise BackupFailed(f"pg_dump failed: {complaint}")


def load_dump(dump: IO[bytes], *, afterwards: str) -> None:
    """Fills the empty database and runs ``afterwards``, all in one transaction or not at all."""
    unpacking = [program("pg_restore"), "--no-owner", "--no-acl", "--exit-on-error", "--file=-"]
    loading = [
        program("psql"),
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--file=-",
    ]
    with tempfile.TemporaryFile() as complaints:
        said: dict[str, Any] = {"env": environment(), "stderr": complaints}
        with (
            subprocess.Popen(unpacking, stdin=dump, stdout=subprocess.PIPE, **said) as unpack,
            subprocess.Popen(
                loading, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **said
            ) as load,
        ):
            with contextlib.suppress(BrokenPipeError):
                shutil.copyfileobj(require_pipe(unpack.stdout), require_pipe(load.stdin))
            if unpack.wait():
                load.kill()  # it would take the end of half a script for the end of it
            else:
                with contextlib.suppress(BrokenPipeError):
                    require_pipe(load.stdin).write(afterwards.encode())
                    require_pipe(load.stdin).close()
            failed = load.wait() or unpack.returncode
        if failed:
            complaints.seek(0)
            why = complaints.read().decode(errors="replace").strip()
            raise BackupFailed(f"The database could not be filled, and stays empty: {why}")
