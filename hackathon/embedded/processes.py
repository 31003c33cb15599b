"""Children that never outlive us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class DidNotStart(RuntimeError):
    """A service that gave up before it was ready, with the end of its log."""


class Child:
    """A process in its own group, logging to a file, stopped with its whole family."""

    def __init__(
        self, command: Sequence[object], log: Path, *, goodbye: int = signal.SIGTERM, **options
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.name, self.log, self.goodbye = log.stem, log, goodbye
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(goodbye),
                **options,
            )

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        give_up_at = time.monotonic() + seconds
        while not ready():
            if not self.is_running or time.monotonic() > give_up_at:
                self.stop(seconds=1)
                tail = self.log.read_text(errors="replace")[-1500:]
                raise DidNotStart(f"{self.name} did not start. The end of {self.log}:\n{tail}")
            time.sleep(0.05)

    def stop(self, seconds: float = 15) -> None:
        if self.is_running:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.goodbye)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                pass
        self.kill()

    def kill(self) -> None:
        """End whatever of the group is left."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def die_with_parent(goodbye: int) -> None:
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, goodbye)
