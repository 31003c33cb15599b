"""``bin/demo manage``: manage.py beside the services of a running demo, or of its own."""

import signal
import subprocess
import sys

from hackathon.embedded import locks, places
from hackathon.embedded.older import refuse_other_data
from hackathon.embedded.stack import Stack, named_outside

VAR = places.ROOT / "var"


def run(arguments: list[str]) -> int:
    outside = named_outside()
    owner, users = locks.owner(VAR), locks.users(VAR)
    stack = Stack(VAR, outside=outside)
    if not owner.take():
        users.take(shared=True, wait=True)
        if stack.join(owner):
            refuse_other_data(stack.postgres)
            return command(arguments, environment(stack))
        users.release()
    owner.note(command="bin/demo manage")
    with stack:
        refuse_other_data(stack.postgres)
        code = command(arguments, environment(stack))
        if not users.take():
            print(
                "Waiting for another bin/demo manage that uses the same services ...",
                file=sys.stderr,
            )
            users.take(wait=True)
    return code


def environment(stack: Stack) -> dict[str, str]:
    return stack.environment() | {"HACKATHON_DEMO": "1"}


def command(arguments: list[str], env: dict[str, str]) -> int:
    """Runs in the foreground: Ctrl-C is the command's own business, SIGTERM is passed on."""
    process = subprocess.Popen(
        [sys.executable, str(places.ROOT / "manage.py"), *arguments], env=env
    )
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda sent, frame: process.send_signal(sent))
    signal.signal(signal.SIGINT, lambda sent, frame: None)
    code = process.wait()
    return 128 - code if code < 0 else code
