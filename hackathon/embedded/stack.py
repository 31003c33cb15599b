"""The three private services together, and the environment that points at them."""

import os
import time
from pathlib import Path

from hackathon.embedded import locks, places
from hackathon.embedded.postgres import Postgres
from hackathon.embedded.processes import DidNotStart
from hackathon.embedded.sink import Sink
from hackathon.embedded.valkey import Valkey

REPLACED_BY = {"DATABASE_URL": "postgres", "REDIS_URL": "valkey", "EMAIL_URL": "sink"}


class Stack:
    """Postgres, Valkey and the mail sink in one folder; started together, stopped in reverse.

    ``outside`` names the variables of our own environment that replace a service.
    """

    def __init__(
        self, folder: Path, *, durable: bool = True, outside: frozenset[str] = frozenset()
    ) -> None:
        self.folder = folder
        self.outside = outside
        self.postgres = Postgres(folder, durable=durable)
        self.valkey = Valkey(folder)
        self.sink = Sink(folder)

    @property
    def services(self) -> list:
        return [
            getattr(self, name)
            for variable, name in REPLACED_BY.items()
            if variable not in self.outside
        ]

    def __enter__(self) -> "Stack":
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            for service in self.services:
                service.launch()
            for service in self.services:
                service.await_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        for service in reversed(self.services):
            service.stop()

    def join(self, owner: locks.Lock, seconds: float = 90) -> bool:
        """Use the services that another process runs; false if it ended instead."""
        give_up_at = time.monotonic() + seconds
        while not all(service.join().answers() for service in self.services):
            if owner.take():
                return False
            if time.monotonic() > give_up_at:
                raise DidNotStart(f"The services of {self.folder} do not answer.")
            time.sleep(0.1)
        return True

    def environment(self, site_url: str = "http://127.0.0.1:8000") -> dict[str, str]:
        """What settings need: ours, except where the caller's environment may say otherwise."""
        ours = {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": self.sink.url,
            "SECRET_KEY": places.remembered_secret(self.folder / "django.secret"),
            "SITE_URL": site_url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "MEDIA_ROOT": str(self.folder / "media"),
            "COUNTDOWN_ROOT": str(self.folder / "countdown"),
            "STATIC_ROOT": str(self.folder / "static"),
            "DEMO_MAIL_DIR": str(self.sink.mail),
        }
        assumed = {
            "MAIL_FROM": "Hackathon <no-reply@localhost>",
            "TRUSTED_PROXY_COUNT": "0",
            "BACKUP_EVERY_HOURS": "0",
        }
        kept = {name: os.environ[name] for name in self.outside}
        return {
            **assumed,
            **os.environ,
            **ours,
            **kept,
            "DJANGO_SETTINGS_MODULE": "hackathon.settings",
        }


def named_outside() -> frozenset[str]:
    """The settings that the person who typed the command gave themselves."""
    known = {*REPLACED_BY, "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "MEDIA_ROOT", "STATIC_ROOT"}
    return frozenset(name for name in known if os.environ.get(name))
