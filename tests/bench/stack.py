"""What a benchmark measures on: services, a web server and a worker of its own.

``bin/test --bench NAME`` runs ``main(stack) -> bool`` of ``tests/bench/NAME.py`` and prints the
verdict last. Run as a program: ``python -m tests.bench.stack NAME FOLDER``.
"""

import http.client
import importlib
import os
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hackathon.embedded import places
from hackathon.embedded.programs import QUEUES, Web, Worker

Send = Callable[[http.client.HTTPConnection, int], int]


@dataclass(frozen=True)
class Figures:
    """What a run of requests came to; durations in seconds, sorted."""

    durations: list[float]
    failures: int
    elapsed: float

    @property
    def per_second(self) -> float:
        return len(self.durations) / self.elapsed

    def percentile(self, share: float) -> float:
        return self.durations[min(len(self.durations) - 1, int(len(self.durations) * share))]

    def __str__(self) -> str:
        milliseconds = [self.percentile(share) * 1000 for share in (0.5, 0.95, 0.99)]
        return (
            f"{len(self.durations)} requests in {self.elapsed:.1f} s: {self.per_second:.0f}/s, "
            "median {:.0f} ms, 95 % {:.0f} ms, 99 % {:.0f} ms, ".format(*milliseconds)
            + f"{self.failures} failed"
        )


class BenchStack:
    """The environment has Postgres, Valkey and the sink; this adds the application's processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = dict(os.environ)
        self.application = Web.application

    def say(self, words: str) -> None:
        print(words, flush=True)

    @contextmanager
    def web(self, workers: int = 2) -> Iterator[int]:
        """Gunicorn on a free port of this machine, which is given."""
        port = places.remembered_port(self.folder / "web.port")
        web = Web(self.folder, self.env, port, workers=workers)
        web.application = self.application
        try:
            web.start()
            yield port
        finally:
            web.stop()

    @contextmanager
    def worker(self, queues: tuple[str, ...] = QUEUES) -> Iterator[None]:
        """A worker for all queues, or for some."""
        worker = Worker(self.folder, self.env, queues)
        try:
            worker.start()
            yield
        finally:
            worker.stop()

    def load(self, port: int, send: Send, *, total: int, at_once: int = 8) -> Figures:
        """``send(connection, number) -> status`` ``total`` times, ``at_once`` at a time."""
        began = time.monotonic()
        with ThreadPoolExecutor(at_once) as pool:
            shares = [range(first, total, at_once) for first in range(at_once)]
            results = list(pool.map(lambda share: send_share(port, send, share), shares))
        elapsed = time.monotonic() - began
        durations = sorted(seconds for times, _ in results for seconds in times)
        return Figures(durations, sum(failed for _, failed in results), elapsed)


def send_share(port: int, send: Send, numbers: range) -> tuple[list[float], int]:
    """One client's requests over one connection, opened anew whenever it breaks."""
    times, failed = [], 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in numbers:
        began = time.monotonic()
        try:
            failed += send(connection, number) >= 500
        except (OSError, http.client.HTTPException):
            connection.close()
            failed += 1
        times.append(time.monotonic() - began)
    connection.close()
    return times, failed


LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)


def get(path: str) -> Send:
    """Fetch one page, whole.

    It reads no more of the answer than it needs: whoever asks shares the processors with whoever
    answers, and a page that was kept costs less than a client of the standard library.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()

    def send(connection: http.client.HTTPConnection, number: int) -> int:
        if connection.sock is None:
            connection.connect()
        connection.sock.sendall(request)
        head, _, body = receive_until(connection.sock, b"\r\n\r\n")
        missing = int(LENGTH.search(head)[1]) - len(body)
        while missing > 0:
            missing -= len(receive(connection.sock))
        if b"\r\nconnection: close" in head.lower():
            connection.close()
        return int(head.split(b" ", 2)[1])

    return send


def receive_until(sock: socket.socket, end: bytes) -> tuple[bytes, bytes, bytes]:
    received = b""
    while end not in received:
        received += receive(sock)
    return received.partition(end)


def receive(sock: socket.socket) -> bytes:
    part = sock.recv(65536)
    if not part:
        raise ConnectionError("the server has closed the connection")
    return part


def main(name: str, folder: Path) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    stack = BenchStack(folder)
    stack.say("Making the tables ...")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    passed = importlib.import_module(f"tests.bench.{name}").main(stack)
    stack.say(f"{name}: {'PASSED' if passed else 'FAILED'}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
