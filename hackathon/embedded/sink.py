"""A real SMTP server that keeps what it is given, one file a mail. For the demo and the tests.

Run as a program: ``python -m hackathon.embedded.sink PORT FOLDER``.
"""

import asyncio
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from hackathon.embedded import places
from hackathon.embedded.processes import Child, Service


class Keep:
    """Writes each mail with its envelope on top, and answers 250 only when it is on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.count += 1
        name = f"{time.time_ns()}-{os.getpid()}-{self.count}"
        head = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos)
        partial = self.folder / f".{name}"
        try:
            partial.write_bytes(head.encode() + envelope.original_content)
            partial.rename(self.folder / f"{name}.eml")
        except OSError:
            partial.unlink(missing_ok=True)
            return "452 No space for this mail now"
        return "250 Kept"


class Sink(Service):
    """The sink as a child process."""

    def __init__(self, folder: Path, mail: Path | None = None) -> None:
        self.folder = folder
        self.mail = mail or folder / "mail"
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def launch(self) -> None:
        self.mail.mkdir(parents=True, exist_ok=True)
        self.port = self.port or places.remembered_port(self.folder / "sink.port")
        self.child = Child(
            [sys.executable, "-m", "hackathon.embedded.sink", self.port, self.mail],
            self.folder / "log" / "sink.log",
            cwd=places.ROOT,
        )

    def join(self) -> "Sink":
        """Use the sink that another process runs in this folder."""
        self.port = places.noted_port(self.folder / "sink.port")
        return self

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def serve(port: int, folder: Path) -> None:
    controller = Controller(Keep(folder), hostname="127.0.0.1", port=port)
    controller.start()
    asyncio.run(asyncio.Event().wait())


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
