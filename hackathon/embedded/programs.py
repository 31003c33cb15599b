"""The application's own processes: the web server, the worker, beat, and one-off commands."""

import http.client
import os
import sys
from abc import abstractmethod
from pathlib import Path

from hackathon.embedded import places
from hackathon.embedded.processes import Child, Service


class Program(Service):
    """One of our Python processes with a given environment, that can be stopped and started."""

    name = ""
    words: Path | None = None

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self.env = env

    @abstractmethod
    def command(self) -> list[object]:
        """What to run as ``python -m``."""

    def launch(self) -> None:
        self.child = Child(
            [sys.executable, "-m", *self.command()],
            self.folder / "log" / f"{self.name}.log",
            words=self.words,
            cwd=places.ROOT,
            env=self.env,
        )

    def answers(self) -> bool:
        return self.launched().is_running


class Web(Program):
    """Gunicorn."""

    name = "gunicorn"
    application = "hackathon.wsgi:application"

    def __init__(
        self, folder: Path, env: dict[str, str], port: int, *, workers: int | None = None
    ) -> None:
        super().__init__(folder, env)
        self.port = port
        self.workers = workers or max(2, min(4, os.cpu_count() or 2))

    def command(self) -> list[object]:
        return [
            "gunicorn",
            self.application,
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            self.workers,
            "--threads",
            4,
            "--graceful-timeout",
            5,
            "--no-control-socket",
        ]

    def answers(self) -> bool:
        """Whether it answers at all, whatever it says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("HEAD", "/static/", headers={"Host": "127.0.0.1"})
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return self.launched().is_running


MAIL, CLOCK, COMPUTING, FILES = QUEUES = ("mail", "clock", "computing", "files")


class Worker(Program):
    """A Celery worker, for all queues or for some."""

    name = "worker"

    def __init__(self, folder: Path, env: dict[str, str], queues: tuple[str, ...] = QUEUES) -> None:
        super().__init__(folder, env)
        self.queues = queues
        if MAIL not in queues:
            self.name = "-".join(queues)

    def command(self) -> list[object]:
        at_once = 2 if MAIL in self.queues else 1
        return [
            "celery",
            "-A",
            "hackathon",
            "worker",
            "--concurrency",
            at_once,
            "--queues",
            ",".join(self.queues),
            "--loglevel",
            "INFO",
            "--without-gossip",
            "--without-mingle",
            "--hostname",
            f"{self.name}.{self.folder.name}@localhost",
        ]

    def answers(self) -> bool:
        return " ready." in self.launched().said()


class Beat(Program):
    """Celery's clock."""

    name = "beat"

    def command(self) -> list[object]:
        schedule = self.folder / "beat" / "schedule"
        schedule.parent.mkdir(exist_ok=True)
        return ["celery", "-A", "hackathon", "beat", "--loglevel", "INFO", "--schedule", schedule]

    def answers(self) -> bool:
        return "beat: Starting" in self.launched().said()


class Preparation(Program):
    """Migrations, static files and the demonstration events; ends by itself."""

    name = "prepare"

    def __init__(self, folder: Path, env: dict[str, str], arguments: list[str]) -> None:
        super().__init__(folder, env | {"PYTHONUNBUFFERED": "1"})
        self.arguments = arguments
        self.words = self.said = folder / "log" / "prepare.said"

    def command(self) -> list[object]:
        return ["hackathon.embedded.prepare", *self.arguments]
