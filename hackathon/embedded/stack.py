"""The three private services together, and the environment that points at them."""

import os
from pathlib import Path

from hackathon.embedded import places
from hackathon.embedded.postgres import Postgres
from hackathon.embedded.sink import Sink
from hackathon.embedded.valkey import Valkey


class Stack:
    """Postgres, Valkey and the mail sink in one folder; started together, stopped in reverse."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.postgres = Postgres(folder, durable=durable)
        self.valkey = Valkey(folder)
        self.sink = Sink(folder)

    def __enter__(self) -> "Stack":
        try:
            for service in (self.postgres, self.valkey, self.sink):
                service.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        for service in (self.sink, self.valkey, self.postgres):
            service.stop()

    def environment(self, site_url: str = "http://127.0.0.1:8000") -> dict[str, str]:
        """What settings need, unless the caller's own environment says otherwise."""
        ours = {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": self.sink.url,
            "SECRET_KEY": places.remembered_secret(self.folder / "django.secret"),
            "SITE_URL": site_url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "DEMO_MAIL_DIR": str(self.sink.mail),
        }
        return {**os.environ, **ours}
