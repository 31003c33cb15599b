"""What bin/demo, bin/demo manage and bin/test run."""

import errno
import signal
import sys
from importlib import import_module

from hackathon.embedded.processes import DISK_IS_FULL, DidNotStart

COMMANDS = {"demo": "demo", "test": "checks", "manage": "manage"}


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupted(number: int, frame: object) -> None:
    # Only the first one: an impatient second must not cut the tidying up short.
    for known in SIGNALS:
        signal.signal(known, signal.SIG_IGN)
    raise KeyboardInterrupt


def sentence(trouble: OSError) -> str:
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_IS_FULL
    if trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{trouble.filename or 'var'} may not be written: it belongs to somebody else."
    raise trouble


def main(name: str, arguments: list[str]) -> int:
    for number in SIGNALS:
        signal.signal(number, interrupted)
    try:
        return import_module(f"hackathon.embedded.{COMMANDS[name]}").run(arguments)
    except DidNotStart as trouble:
        raise SystemExit(str(trouble)) from trouble
    except OSError as trouble:
        raise SystemExit(sentence(trouble)) from trouble
    except KeyboardInterrupt:
        # Stopping the demo is how it ends; a check cut short has not passed.
        return 0 if name == "demo" else 130


if __name__ == "__main__":
    if sys.argv[1] not in COMMANDS:
        raise SystemExit(f"One of {', '.join(COMMANDS)} is needed.")
    sys.exit(main(sys.argv[1], sys.argv[2:]))
