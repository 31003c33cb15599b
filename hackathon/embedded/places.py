"""Where embedded services keep their data, and as whom they run."""

import hashlib
import os
import pwd
import secrets
import shutil
import socket
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BORROWED = ("nobody", "daemon", "bin")


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
    """PostgreSQL refuses to run as root, so root lends it a user that every system has."""
    if os.getuid() != 0:
        return Runner(os.getuid(), os.getgid())
    for name in BORROWED:
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return Runner(known.pw_uid, known.pw_gid)
    raise SystemExit("PostgreSQL does not run as root, and no user 'nobody' is here to run it.")


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
    """The folder noted beside ``wanted``, or a new one; a copied project gets one of its own."""
    note = wanted.with_name(f"{wanted.name}.place")
    prefix = f"hackathon-{hashlib.sha256(str(wanted).encode()).hexdigest()[:12]}-"
    base = Path(note.read_text()) if note.exists() else None
    if not (base and base.name.startswith(prefix) and is_ours(base)):
        base = Path(tempfile.mkdtemp(prefix=prefix, dir="/var/tmp"))
        base.chmod(0o711)
        note.write_text(str(base))
    return base / wanted.name


def is_ours(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.getuid()


def forget_elsewhere(wanted: Path) -> None:
    note = wanted.with_name(f"{wanted.name}.place")
    if note.exists():
        if is_ours(Path(note.read_text())):
            shutil.rmtree(note.read_text())
        note.unlink()


def reachable(folder: Path, user: Runner) -> bool:
    """Whether ``user`` may walk into ``folder``: search permission on it and on each parent."""
    if not user.is_other:
        return True
    folder.mkdir(parents=True, exist_ok=True)
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def reachable_programs(package: Path, user: Runner, data: Path) -> Path:
    """``package/pginstall``, or a copy beside the data where ``user`` can read it."""
    programs = package / "pginstall"
    if reachable(programs / "bin", user) and (programs / "bin" / "postgres").stat().st_mode & 0o005:
        return programs
    copy = data.with_name(f"{data.name}-programs")
    stamp = copy / "complete"
    version = str(package.stat().st_mtime_ns)
    if not stamp.exists() or stamp.read_text() != version:
        shutil.rmtree(copy, ignore_errors=True)
        # The programs look for their libraries in a folder beside the package's.
        for folder in (programs, package.with_name(f"{package.name}.libs")):
            if folder.is_dir():
                shutil.copytree(folder, copy / folder.relative_to(package.parent), symlinks=True)
        for part in (copy, *copy.rglob("*")):
            if not part.is_symlink():
                part.chmod(part.stat().st_mode | (0o055 if part.stat().st_mode & 0o100 else 0o044))
        stamp.write_text(version)
    return copy / package.name / "pginstall"


def remembered_port(file: Path) -> int:
    """The port of last time if it is free, else a new one, written down."""
    known = noted_port(file)
    if not known or not is_free(known):
        known = free_port()
        file.write_text(str(known))
    return known


def noted_port(file: Path) -> int:
    """The port written down, or 0."""
    text = file.read_text().strip() if file.exists() else ""
    return int(text) if text.isdecimal() else 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def remembered_secret(file: Path) -> str:
    """A secret made once; written whole or not at all, and readable by us alone."""
    if not file.exists() or not file.read_text().strip():
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_name(f"{file.name}.{os.getpid()}")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(32))
        partial.rename(file)
    return file.read_text().strip()


def folder_of(package: str) -> Path:
    """Where an installed package lies; raises ModuleNotFoundError if it is not installed."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed.")
    return Path(found.origin).parent
