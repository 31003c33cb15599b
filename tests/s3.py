"""An S3-compatible server of the test's own: rclone over a folder, which checks signatures."""

import socket
import sys
import time
from pathlib import Path

from hackathon.embedded import places
from hackathon.embedded.processes import Child

KEY, SECRET = "writer", "a-secret-of-the-test"


class Server:
    """One bucket, ``files``, that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, places.free_port()
        self.held = folder / "buckets" / "files" / "site" / "blobs"
        (folder / "buckets" / "files").mkdir(parents=True)

    def start(self) -> "Server":
        self.child = Child(
            [
                Path(sys.executable).with_name("rclone"),
                "serve",
                "s3",
                "--addr",
                f"127.0.0.1:{self.port}",
                "--auth-key",
                f"{KEY},{SECRET}",
                "--config",
                "/dev/null",
                "--vfs-cache-mode",
                "off",
                self.folder / "buckets",
            ],
            self.folder / "log" / "s3.log",
        )
        self.child.wait_until(self.answers)
        return self

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
        except OSError:
            time.sleep(0.05)
            return False
        return True

    def stop(self) -> None:
        self.child.stop(seconds=3)

    def address(self, secret: str = SECRET) -> str:
        """The value of ``MEDIA_STORAGE`` that leads here."""
        place = f"s3://{KEY}:{secret}@files/site"
        return f"{place}?endpoint=http://127.0.0.1:{self.port}&region=us-east-1"
