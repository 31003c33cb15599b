"""Everything ``bin/test`` runs, in order; the first failure ends it."""

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from hackathon.embedded import locks, places
from hackathon.embedded.stack import Stack

MADE_BY = (
    "*/migrations/*.py",
    "hackathon/kernel/guard.py",
    "hackathon/kernel/triggers.py",
    "requirements.txt",
)
NOT_BENCHES = (
    "__init__",
    "anew",
    "bare",
    "bare_wsgi",
    "freshness",
    "mailing",
    "pictures",
    "rush_driver",
    "stack",
    "worlds",
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
MOST_PROCESSORS = 4  # that tests are shared among
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
# What narrows a run to some tests: then the other checks would only be in the way.
NARROWING = ("-k", "-m", "--lf", "--last-failed", "--ff", "--sw", "--stepwise", "--co")


def run(arguments: list[str]) -> int:
    if arguments[:1] == ["--bench"]:
        return bench(arguments[1:])
    if arguments == ["--pictures"]:
        return measure("pictures")
    if "--whole" in arguments:
        os.environ["WHOLE_TESTS"] = "1"
    browser = "--no-browser" not in arguments
    if browser and not any(map(shutil.which, CHROMIUM)):
        print(
            "Chromium is missing, and the browser journeys need it.\n"
            "Install it (on Debian: apt-get install chromium), or leave them out: "
            "bin/test --no-browser"
        )
        return 1
    chosen = [argument for argument in arguments if argument not in ("--no-browser", "--whole")]
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
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of a hundred processes compiles all anew
    with ThreadPoolExecutor() as pool:
        template = pool.submit(make_template, stack, env)  # takes longest, and needs no other step
        code = 0
        if is_narrow(chosen):
            print("Some tests were chosen: only those run. Without a choice everything is checked.")
        else:
            code = inspect(env)
        code = code or step("Static files", manage("collectstatic", "-v0", "--noinput"), env)
        code = template.result() or code
    env["TEST_TEMPLATE"] = template_name()
    tests = [*marks(browser), *chosen]
    if code or is_narrow(chosen):
        return code or step("Tests", python("-m", "pytest", *tests), env)
    return shared(stack, tests, env)


def shared(stack: Stack, tests: list[str], env: dict[str, str]) -> int:
    """All tests in several processes (``processes``).

    Each takes the next file that no other has taken (tests/sharing.py). What the others say is
    shown when all are through.
    """
    command = python("-m", "pytest", *tests)
    with tempfile.TemporaryDirectory() as taken, ExitStack() as files:
        env = env | {"SHARED_TESTS": taken}
        others = []
        for number in range(1, processes()):
            said = files.enter_context(tempfile.TemporaryFile())
            own = beside_it(stack, env, number)
            child = subprocess.Popen(command, env=own, cwd=places.ROOT, stdout=said, stderr=said)
            others.append((child, said))
        code = step("Tests", command, env)
        for child, said in others:
            code = child.wait() or code
            print("── Tests beside them", flush=True)
            said.seek(0)
            shutil.copyfileobj(said, sys.stdout.buffer)
            sys.stdout.flush()
    return code


def processes() -> int:
    """One more than there are processors, because some tests wait for what is not a processor."""
    return min(os.cpu_count() or 1, MOST_PROCESSORS) + 1


def beside_it(stack: Stack, env: dict[str, str], number: int) -> dict[str, str]:
    """The same services, with a database, a queue of tasks and folders of its own."""
    name = f"beside{number}"
    folder = stack.folder / name
    return env | {
        "DATABASE_URL": stack.postgres.make_database(name),
        "REDIS_URL": f"{stack.valkey.url.removesuffix('/0')}/{number}",
        "MEDIA_ROOT": str(folder / "media"),
        "COUNTDOWN_ROOT": str(folder / "countdown"),
    }


def is_narrow(chosen: list[str]) -> bool:
    return any(
        argument.split("=")[0] in NARROWING
        or (places.ROOT / argument.split("::")[0]).exists()
        or argument.startswith("-k")
        for argument in chosen
    )


def marks(browser: bool) -> list[str]:
    return [] if browser else ["-m", "not browser"]


def inspect(env: dict[str, str]) -> int:
    return (
        step("Style", python("-m", "ruff", "check"), env)
        or step("Format", python("-m", "ruff", "format", "--check"), env)
        or step("Format of pages", python("-m", "hackathon.embedded.formats", "--check"), env)
        or step("Scripts of pages", python("-m", "hackathon.embedded.scripts"), env)
        or step("Import contracts", python("-c", LINT_IMPORTS), env)
        or step("Types", python("-m", "mypy"), env)
        or step("Migrations complete", manage("makemigrations", "--check", "--dry-run"), env)
    )


def make_template(stack: Stack, env: dict[str, str]) -> int:
    """A migrated database that the tests copy; made once for these migrations."""
    if stack.postgres.has_database(template_name()):
        return 0
    making = env | {"DATABASE_URL": stack.postgres.make_database("migrating", afresh=True)}
    code = step("Migrate, for the tests", manage("migrate", "-v0"), making)
    if code == 0:
        stack.postgres.rename_database("migrating", template_name())
    return code


@cache
def template_name() -> str:
    return f"migrated_{digest_of(MADE_BY)}"


def digest_of(patterns: Sequence[str]) -> str:
    """One short name for the contents of all files of the project that fit."""
    found = sorted(path for pattern in patterns for path in places.ROOT.glob(pattern))
    read = b"".join(hashlib.sha256(path.read_bytes()).digest() for path in found)
    return hashlib.sha256(read).hexdigest()[:12]


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def manage(*arguments: str) -> list[str]:
    return python("manage.py", *arguments)


def step(title: str, command: Sequence[str], env: dict[str, str]) -> int:
    print(f"── {title}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, env=env, cwd=places.ROOT, check=False).returncode
    verdict = "ok" if code == 0 else f"FAILED ({code})"
    print(f"   {title}: {verdict}, {time.monotonic() - began:.1f} s", flush=True)
    return code


def bench(arguments: list[str]) -> int:
    """One benchmark on services of its own; its last line is its verdict."""
    folder = places.ROOT / "tests" / "bench"
    known = sorted(path.stem for path in folder.glob("*.py") if path.stem not in NOT_BENCHES)
    if len(arguments) != 1 or arguments[0] not in known:
        names = ", ".join(known) or "none yet"
        print(f"Usage: bin/test --bench NAME, where NAME is one of: {names}")
        return 1
    return measure(arguments[0])


def measure(name: str) -> int:
    """A program of tests/bench on services of its own."""
    with Stack(slot("bench")) as stack:
        stack.postgres.make_database("hackathon", afresh=True)
        command = python("-m", "tests.bench.stack", name, str(stack.folder))
        code = subprocess.run(
            command, env=stack.environment(), cwd=places.ROOT, check=False
        ).returncode
    return min(code, 1) if code >= 0 else 1
