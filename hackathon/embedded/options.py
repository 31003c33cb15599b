"""What ``bin/demo`` is asked for. Runs before anything is installed: standard library only."""

import argparse
import os
import socket
import sys
from typing import NoReturn

PHASES = ("registration", "hacking", "judging", "deliberation", "published")


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(1, f"{message[:1].upper()}{message[1:]} (see bin/demo --help).\n")


def port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of ``bin/demo``, or exit 1 with a sentence that says what is wrong."""
    parser = Parser(prog="bin/demo", description="The application with its demonstration events.")
    parser.add_argument("--port", type=port_number, default=8000, help="where to serve (8000)")
    parser.add_argument("--phase", choices=PHASES, help="put the rehearsal edition in this phase")
    parser.add_argument("--reset", action="store_true", help="forget everything and load it afresh")
    options = parser.parse_args(arguments)
    if options.reset and "DATABASE_URL" in os.environ:
        parser.error("--reset empties the demo's own database, and DATABASE_URL names another")
    return options


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise SystemExit(
                f"Port {port} needs root: choose one above 1023 with --port."
            ) from None
        except OSError:
            raise SystemExit(
                f"Port {port} is taken by another program: choose a free one with --port."
            ) from None


if __name__ == "__main__":
    refuse_taken(parse(sys.argv[1:]).port)
