"""What bin/demo, bin/test and bin/manage run."""

import os
import signal
import subprocess
import sys

from hackathon.embedded import checks, places
from hackathon.embedded.processes import DidNotStart
from hackathon.embedded.stack import Stack


def manage(arguments: list[str]) -> int:
    """manage.py; the embedded services are started unless the environment names its own."""
    command = [sys.executable, str(places.ROOT / "manage.py"), *arguments]
    if "DATABASE_URL" in os.environ:
        return subprocess.run(command, check=False).returncode
    with Stack(places.ROOT / "var") as stack:
        return subprocess.run(command, check=False, env=stack.environment()).returncode


COMMANDS = {"test": checks.run, "manage": manage}


def interrupted(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupted)
    try:
        raise SystemExit(COMMANDS[sys.argv[1]](sys.argv[2:]))
    except DidNotStart as trouble:
        raise SystemExit(str(trouble)) from trouble
    except KeyboardInterrupt:
        raise SystemExit(130) from None
