"""``bin/demo``: starts everything, watches it, and stops it again."""

import hashlib
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from hackathon.embedded import locks, options, places
from hackathon.embedded.older import refuse_other_data
from hackathon.embedded.processes import DidNotStart
from hackathon.embedded.programs import (
    CLOCK,
    COMPUTING,
    FILES,
    MAIL,
    Beat,
    Preparation,
    Program,
    Web,
    Worker,
)
from hackathon.embedded.stack import Stack, named_outside

VAR = places.ROOT / "var"
MOST_RESTARTS = 5
FORGOTTEN = ("postgres", "valkey", "mail", "media", "beat", "demo.stamp", "signins.txt")


def say(words: str) -> None:
    print(words, flush=True)


def run(arguments: list[str]) -> int:
    wanted = options.parse(arguments)
    owner = locks.owner(VAR)
    if not owner.take():
        raise DidNotStart(occupied(owner.read()))
    options.refuse_taken(wanted.port)
    url = f"http://127.0.0.1:{wanted.port}"
    owner.note(pid=os.getpid(), command="bin/demo", url=f"{url}/")
    if wanted.reset:
        forget()
    say("Starting PostgreSQL, Valkey and the mail sink ...")
    outside = named_outside()
    with Stack(VAR, outside=outside) as stack:
        if "DATABASE_URL" not in outside:
            refuse_other_data(stack.postgres)
        env = stack.environment(url) | {"HACKATHON_DEMO": "1"}
        Demo(stack, env, wanted).run(url)
    return 0


def occupied(holder: dict) -> str:
    command, pid = holder.get("command", "bin/demo"), holder.get("pid", "?")
    where = f" at {holder['url']}" if "url" in holder else ""
    return f"{command} is already running in this folder{where} (process {pid}): stop it first."


def forget() -> None:
    say("Forgetting everything the demo had ...")
    places.forget_elsewhere(VAR / "postgres")
    for name in FORGOTTEN:
        path = VAR / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


class Demo:
    """The application on top of its services."""

    def __init__(self, stack: Stack, env: dict[str, str], wanted: Any) -> None:
        self.stack, self.env, self.phase = stack, env, wanted.phase
        self.programs: list[Program] = [
            Web(VAR, env, wanted.port),
            Worker(VAR, env, (MAIL, CLOCK)),
            Worker(VAR, env, (COMPUTING, FILES)),
            Beat(VAR, env),
        ]
        self.restarts: list[float] = []

    def run(self, url: str) -> None:
        try:
            self.start()
            say((VAR / "signins.txt").read_text().rstrip())
            say(f"\nMail that the demo sends: {url}/demo/mail/   Logs: {VAR / 'log'}")
            say("Stop with Ctrl-C.")
            say(f"Ready: {url}/")
            self.watch()
        finally:
            self.stop()

    def start(self) -> None:
        """On a prepared database the application starts while the preparation looks it over."""
        static, code = static_stamp(), code_stamp(self.env)
        known = read(VAR / "demo.stamp").split()
        if known[:1] != [static]:
            shutil.rmtree(VAR / "static", ignore_errors=True)
        preparation = self.preparation(collect=known[:1] != [static])
        if known == [static, code]:
            self.launch(preparation)
            prepare(preparation)
        else:
            (VAR / "demo.stamp").unlink(missing_ok=True)
            preparation.launch()
            prepare(preparation)
            say("Starting the web server, the worker and beat ...")
            self.launch()
            (VAR / "demo.stamp").write_text(f"{static} {code}")
        for program in self.programs:
            program.await_ready()

    def preparation(self, *, collect: bool) -> Preparation:
        arguments = [str(VAR / "signins.txt")]
        arguments += ["--static"] if collect else []
        arguments += ["--phase", self.phase] if self.phase else []
        return Preparation(VAR, self.env, arguments)

    def launch(self, *first: Program) -> None:
        for program in (*first, *self.programs):
            program.launch()

    def watch(self) -> None:
        """Until a signal comes: whatever dies is started again, but not for ever."""
        while True:
            time.sleep(1)
            for part in (*self.stack.services, *self.programs):
                if not part.child.is_running:
                    self.revive(part)

    def revive(self, part: Any) -> None:
        child = part.child
        self.restarts = [at for at in self.restarts if at > time.monotonic() - 60]
        self.restarts.append(time.monotonic())
        if len(self.restarts) > MOST_RESTARTS:
            raise DidNotStart(f"{child.name} keeps ending; {child.log} says why.")
        say(f"{child.name} ended by itself ({child.process.returncode}); starting it again.")
        child.kill()
        part.start()

    def stop(self) -> None:
        say("Stopping ...")
        for program in self.programs:
            if program.child:
                program.child.ask_to_stop()
        for program in self.programs:
            program.stop()


def prepare(preparation: Preparation) -> None:
    """Shows what the preparation says, as it says it, until it ends."""
    child, ended = preparation.launched(), False
    try:
        with preparation.said.open() as words:
            while not ended:
                ended = not child.is_running
                sys.stdout.write(words.read())
                sys.stdout.flush()
                time.sleep(0.05)
        if child.process.returncode:
            raise DidNotStart(f"{child.log} says more.")
    finally:
        child.stop()


def static_stamp() -> str:
    """Changes with any static file and with the packages that bring some."""
    files = sorted((places.ROOT / "static").rglob("*"))
    return digest(read(places.ROOT / "requirements.txt"), *map(mark, files))


def code_stamp(env: dict[str, str]) -> str:
    """Changes with the tables: then nothing may run before they are migrated."""
    migrations = sorted(places.ROOT.glob("*/migrations/*.py"))
    return digest(
        env["DATABASE_URL"], read(places.ROOT / "requirements.txt"), *map(mark, migrations)
    )


def mark(file: Path) -> str:
    facts = file.stat()
    return f"{file} {facts.st_size} {facts.st_mtime_ns}"


def digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read(file: Path) -> str:
    return file.read_text() if file.exists() else ""
