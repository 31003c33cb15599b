"""Everything ``bin/test`` runs, in order; the first failure ends it."""

import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from hackathon.embedded import locks, places
from hackathon.embedded.stack import Stack

OURS = ("judging", "teams", "challenges", "hackathon")
NOT_BENCHES = ("__init__", "stack", "worlds", "rush_driver")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
# What narrows a run to some tests: then the other checks would only be in the way.
NARROWING = ("-k", "-m", "--lf", "--last-failed", "--ff", "--sw", "--stepwise", "--co")


def run(arguments: list[str]) -> int:
    if arguments[:1] == ["--bench"]:
        return bench(arguments[1:])
    browser = "--no-browser" not in arguments
    if browser and not any(map(shutil.which, CHROMIUM)):
        print(
            "Chromium is missing, and the browser journeys need it.\n"
            "Install it (on Debian: apt-get install chromium), or leave them out: "
            "bin/test --no-browser"
        )
        return 1
    chosen = [argument for argument in arguments if argument != "--no-browser"]
    with Stack(slot("test"), durable=False) as stack:
        code = everything(stack, chosen, browser)
    if not browser:
        print("LEFT OUT: every browser journey (--no-browser). This is not a full test run.")
    return code


def slot(name: str) -> Path:
    """A folder of its own for each run at the same time: var/test, var/test-2 ..."""
    for number in itertools.count(1):
        folder = places.ROOT / "var" / (name if number == 1 else f"{name}-{number}")
        if locks.owner(folder).take():
            return folder
    raise AssertionError


def everything(stack: Stack, chosen: list[str], browser: bool) -> int:
    env = stack.environment()
    code = 0
    if is_narrow(chosen):
        print("Some tests were chosen: only those run. Without a choice everything is checked.")
    else:
        code = inspect(stack, env)
    code = code or step("Static files", manage("collectstatic", "-v0", "--noinput"), env)
    if code or not browser or is_narrow(chosen):
        return code or step("Tests", python("-m", "pytest", *marks(browser), *chosen), env)
    return two_halves(chosen, env)


def two_halves(chosen: list[str], env: dict[str, str]) -> int:
    """All tests in two processes, each on services of its own: one alone leaves a processor idle.

    The second half are the journeys in a browser; it is shown when it is through.
    """
    with Stack(slot("test"), durable=False) as other, tempfile.TemporaryFile() as told:
        theirs = other.environment() | {"STATIC_ROOT": env["STATIC_ROOT"]}
        began = time.monotonic()
        beside = subprocess.Popen(
            python("-m", "pytest", "-m", "browser", *chosen), env=theirs, cwd=places.ROOT,
            stdout=told, stderr=told,
        )  # fmt: skip
        code = step("Tests", python("-m", "pytest", *marks(browser=False), *chosen), env)
        failed = beside.wait()
        print(f"── Journeys beside them, {time.monotonic() - began:.1f} s", flush=True)
        told.seek(0)
        shutil.copyfileobj(told, sys.stdout.buffer)
        sys.stdout.flush()
    return code or failed


def is_narrow(chosen: list[str]) -> bool:
    return any(
        argument.split("=")[0] in NARROWING
        or (places.ROOT / argument.split("::")[0]).exists()
        or argument.startswith("-k")
        for argument in chosen
    )


def marks(browser: bool) -> list[str]:
    return [] if browser else ["-m", "not browser"]


def inspect(stack: Stack, env: dict[str, str]) -> int:
    code = (
        step("Style", python("-m", "ruff", "check"), env)
        or step("Format", python("-m", "ruff", "format", "--check"), env)
        or step("Import contracts", python("-c", LINT_IMPORTS), env)
        or step("Migrations complete", manage("makemigrations", "--check", "--dry-run"), env)
    )
    return code or roll_back(stack, env)


def roll_back(stack: Stack, env: dict[str, str]) -> int:
    env = env | {"DATABASE_URL": stack.postgres.make_database("rollback", afresh=True)}
    code = step("Migrate", manage("migrate", "-v0"), env)
    for app in OURS:
        code = code or step(f"Roll back {app}", manage("migrate", "-v0", app, "zero"), env)
    return code or step("Migrate again", manage("migrate", "-v0"), env)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def manage(*arguments: str) -> list[str]:
    return python("manage.py", *arguments)


def step(title: str, command: Sequence[str], env: dict[str, str]) -> int:
    print(f"── {title}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, env=env, cwd=places.ROOT, check=False).returncode
    verdict = "ok" if code == 0 else f"FAILED ({code})"
    print(f"   {verdict}, {time.monotonic() - began:.1f} s", flush=True)
    return code


def bench(arguments: list[str]) -> int:
    """One benchmark on services of its own; its last line is its verdict."""
    folder = places.ROOT / "tests" / "bench"
    known = sorted(path.stem for path in folder.glob("*.py") if path.stem not in NOT_BENCHES)
    if len(arguments) != 1 or arguments[0] not in known:
        names = ", ".join(known) or "none yet"
        print(f"Usage: bin/test --bench NAME, where NAME is one of: {names}")
        return 1
    with Stack(slot("bench")) as stack:
        stack.postgres.make_database("hackathon", afresh=True)
        command = python("-m", "tests.bench.stack", arguments[0], str(stack.folder))
        code = subprocess.run(
            command, env=stack.environment(), cwd=places.ROOT, check=False
        ).returncode
    return min(code, 1) if code >= 0 else 1
