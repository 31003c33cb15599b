"""Who runs the services of a folder. The kernel lets go of a lock when its holder dies."""

import fcntl
import json
import os
from pathlib import Path


class Lock:
    """An advisory lock on a file; exclusive or shared, until released or until we end."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.file = file
        self.handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, *, shared: bool = False, wait: bool = False) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self.handle, kind | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        fcntl.flock(self.handle, fcntl.LOCK_UN)

    def note(self, **facts: object) -> None:
        """What the holder wants others to read."""
        self.file.write_text(json.dumps(facts))

    def read(self) -> dict:
        try:
            return json.loads(self.file.read_text())
        except ValueError:
            return {}


def owner(folder: Path) -> Lock:
    """Held by whoever started the services of ``folder``."""
    return Lock(folder / "owner.lock")


def users(folder: Path) -> Lock:
    """Shared by all who use services that somebody else started."""
    return Lock(folder / "users.lock")
