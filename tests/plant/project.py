"""A copy of the project to try bin/ on, with the environment that the tests already have."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from hackathon.embedded import places

PARTS = (
    "bin",
    "hackathon",
    "challenges",
    "teams",
    "judging",
    "templates",
    "static",
    "manage.py",
    "requirements.txt",
    "tests/requirements.txt",
)
READ_BY_SETTINGS = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "MEDIA_ROOT",
    "STATIC_ROOT",
    "COUNTDOWN_ROOT",
    "DEMO_MAIL_DIR",
    "HACKATHON_DEMO",
    "MAIL_FROM",
    "TRUSTED_PROXY_COUNT",
)


def copy_to(folder: Path, *, with_packages: bool = True) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        source, target = places.ROOT / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignore)
        else:
            shutil.copy2(source, target)
    if with_packages:
        (folder / ".venv").symlink_to(places.ROOT / ".venv")
    return folder


def clean_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in READ_BY_SETTINGS}
    return kept | more


def run(folder: Path, *command: object, **more: str) -> subprocess.CompletedProcess:
    """Run one of bin/ from another current folder."""
    return subprocess.run(
        [str(folder / str(command[0])), *map(str, command[1:])],
        env=clean_environment(**more),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def processes_in(folder: Path) -> list[str]:
    """Command lines of what still runs from ``folder`` (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            where = os.readlink(entry / "cwd")
        except OSError:
            continue
        if str(folder) in line or where.startswith(str(folder)):
            found.append(f"{entry.name}: {line}")
    return found


class Demo:
    """A running bin/demo."""

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        self.folder, self.port = folder, port
        self.output = folder / "demo.output"
        began = time.monotonic()
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [folder / "bin" / "demo", "--port", str(port), *options],
                cwd="/",
                text=True,
                env=clean_environment(),
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.wait()
        self.seconds = time.monotonic() - began

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wait(self) -> None:
        give_up_at = time.monotonic() + 120
        while "\nReady: " not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < give_up_at, self.said
            time.sleep(0.05)

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(60)
