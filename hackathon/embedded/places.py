"""Where embedded services keep their data, and as whom they run."""

import hashlib
import os
import pwd
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Runner:
    """The unprivileged user that Postgres runs as when we are root, or ourselves."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.getuid()

    def options(self) -> dict:
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid)


def runner() -> Runner:
    if os.getuid() != 0:
        return Runner(os.getuid(), os.getgid())
    nobody = pwd.getpwnam("nobody")
    return Runner(nobody.pw_uid, nobody.pw_gid)


def private_folder(wanted: Path, user: Runner) -> Path:
    """``wanted`` if ``user`` can get there, else a private folder of this project in /var/tmp.

    No parent's mode is ever changed: a home that is closed to others stays closed.
    """
    folder = wanted if reachable(wanted.parent, user) else elsewhere(wanted)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    user.owns(folder)
    folder.chmod(0o700)
    return folder


def elsewhere(wanted: Path) -> Path:
    digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    base = Path("/var/tmp") / f"hackathon-{digest}"  # noqa: S108 - private, 0711, ours
    base.mkdir(exist_ok=True, mode=0o711)
    if base.stat().st_uid != os.getuid() or base.is_symlink():
        raise SystemExit(f"{base} belongs to somebody else; remove it and start again.")
    return base / "-".join(wanted.relative_to(ROOT).parts)


def reachable(folder: Path, user: Runner) -> bool:
    """Whether ``user`` may walk into ``folder``: search permission on it and on each parent."""
    if not user.is_other:
        return True
    folder.mkdir(parents=True, exist_ok=True)
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def reachable_binaries(package: Path, user: Runner, data: Path) -> Path:
    """The package's programs, or a copy beside the data where ``user`` can read them."""
    if reachable(package, user):
        return package
    copy = data.parent / f"{data.name}-programs"
    stamp = copy / "complete"
    if not stamp.exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(package, copy)
        stamp.touch()
    return copy


def remembered_port(file: Path) -> int:
    """The port of last time if it is free, else a new one, written down."""
    known = int(file.read_text()) if file.exists() else 0
    if not known or not is_free(known):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            known = probe.getsockname()[1]
        file.write_text(str(known))
    return known


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def remembered_secret(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(32))
    return file.read_text().strip()
