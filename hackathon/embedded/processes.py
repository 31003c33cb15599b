"""Children that never outlive us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 5_000_000
DISK_IS_FULL = "The disk is full: make at least 1 GB free and try again."
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class DidNotStart(RuntimeError):
    """A service that gave up before it was ready, with the end of its log."""


class Child:
    """A process in its own group, logging to a file, stopped with its whole family.

    ``words`` takes what it prints, where that is meant for a person and not for the log. Start it
    from the main thread: the kernel ends it with the thread that began it.
    """

    def __init__(
        self,
        command: Sequence[object],
        log: Path,
        *,
        goodbye: int = signal.SIGTERM,
        patience: float = 15,
        words: Path | None = None,
        **options: Any,
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.name, self.log, self.goodbye, self.patience = log.stem, log, goodbye, patience
        self.record = log.parent / f"{log.stem}.pid"
        end_leftover(self.record, goodbye)
        shorten(log)
        self.beginning = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output, (words or log).open("wb" if words else "ab") as stdout:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=output,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(goodbye),
                **options,
            )
        self.record.write_text(f"{self.process.pid} {born(self.process.pid)}")

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def said(self) -> str:
        """What it has logged since this start."""
        with self.log.open("rb") as log:
            log.seek(self.beginning)
            return log.read().decode(errors="replace")

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        give_up_at = time.monotonic() + seconds
        while not ready():
            if not self.is_running or time.monotonic() > give_up_at:
                self.stop(seconds=1)
                raise DidNotStart(self.why())
            time.sleep(0.05)

    def why(self) -> str:
        words = self.said()
        if "No space left on device" in words:
            return DISK_IS_FULL
        return f"{self.name} did not start. The end of {self.log}:\n{words[-1500:].strip()}"

    def ask_to_stop(self) -> None:
        if self.is_running:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.goodbye)

    def stop(self, seconds: float | None = None) -> None:
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience if seconds is None else seconds)
        self.kill()

    def kill(self) -> None:
        """End whatever of the group is left."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.record.unlink(missing_ok=True)


class Service(ABC):
    """What is launched as a child, waited for until it answers, and stopped with its family."""

    child: Child | None = None

    @abstractmethod
    def launch(self) -> None:
        """Start ``self.child``, without waiting."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it is up."""

    def start(self) -> Self:
        self.launch()
        return self.await_ready()

    def await_ready(self) -> Self:
        self.launched().wait_until(self.answers)
        return self

    def launched(self) -> Child:
        if self.child is None:
            raise DidNotStart("It was not launched.")
        return self.child

    def stop(self) -> None:
        if self.child:
            self.child.stop()


def die_with_parent(goodbye: int) -> None:
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, goodbye)


def shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old.log"))


def born(pid: int) -> str:
    """When the process began: with its number, what no other process shares. Empty if none."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return ""
        state, *rest = stat.rpartition(")")[2].split()
        return "" if state == "Z" else rest[18]
    answer = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def end_leftover(record: Path, goodbye: int) -> None:
    """A killed supervisor cannot stop its children everywhere; the next start does."""
    with contextlib.suppress(OSError, ValueError):
        number, _, birthday = record.read_text().partition(" ")
        pid = int(number)
        if birthday and born(pid) == birthday:
            os.kill(pid, goodbye)
            wait_for_end(pid, birthday, 15)
            os.killpg(pid, signal.SIGKILL)
            wait_for_end(pid, birthday, 5)


def wait_for_end(pid: int, birthday: str, seconds: float) -> None:
    give_up_at = time.monotonic() + seconds
    while born(pid) == birthday and time.monotonic() < give_up_at:
        time.sleep(0.05)
