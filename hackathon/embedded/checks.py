"""Everything ``bin/test`` runs, in order; the first failure ends it."""

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from hackathon.embedded import places
from hackathon.embedded.stack import Stack

OURS = ("judging", "teams", "challenges", "hackathon")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


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
    with Stack(places.ROOT / "var" / "test", durable=False) as stack:
        env = stack.environment()
        code = 0 if chosen else inspect(stack, env)
        code = code or step("Static files", manage("collectstatic", "-v0", "--noinput"), env)
        code = code or step("Tests", python("-m", "pytest", *marks(browser), *chosen), env)
    if not browser:
        print("LEFT OUT: every browser journey (--no-browser). This is not a full test run.")
    return code


def marks(browser: bool) -> list[str]:
    return [] if browser else ["-m", "not browser"]


def inspect(stack: Stack, env: dict[str, str]) -> int:
    code = (
        step("Style", python("-m", "ruff", "check"), env)
        or step("Format", python("-m", "ruff", "format", "--check"), env)
        or step("Import contracts", [str(Path(sys.executable).with_name("lint-imports"))], env)
        or step("Migrations complete", manage("makemigrations", "--check", "--dry-run"), env)
    )
    return code or roll_back(stack, env)


def roll_back(stack: Stack, env: dict[str, str]) -> int:
    with closing(stack.postgres.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS rollback WITH (FORCE)")
        cursor.execute("CREATE DATABASE rollback")
    env = env | {"DATABASE_URL": stack.postgres.url.rsplit("/", 1)[0] + "/rollback"}
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
    folder = places.ROOT / "tests" / "bench"
    known = sorted(path.stem for path in folder.glob("*.py") if path.stem not in ("__init__",))
    if len(arguments) != 1 or arguments[0] not in known:
        print(
            f"Usage: bin/test --bench NAME, where NAME is one of: {', '.join(known) or 'none yet'}"
        )
        return 1
    with Stack(places.ROOT / "var" / "bench") as stack:
        env = stack.environment()
        return step(arguments[0], python("-m", f"tests.bench.{arguments[0]}"), env)
