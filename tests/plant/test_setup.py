"""What bin/ says when it cannot go on: one sentence, and exit 1."""

import shutil
import socket
import sys
from pathlib import Path

import django
import pytest

from hackathon.embedded import places
from tests.plant import project
from tests.plant.real import REAL


@pytest.fixture
def bare(tmp_path):
    """The project before its first start."""
    return project.copy_to(tmp_path / "a folder", with_packages=False)


@pytest.fixture
def tools(tmp_path):
    """A PATH with the standard tools, this Python, and room for stand-ins."""
    folder = tmp_path / "tools"
    folder.mkdir()
    stand_in(folder, "python3", f'exec "{Path(sys.base_prefix) / "bin" / "python3"}" "$@"')
    return folder


def stand_in(folder, name, body):
    script = folder / name
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)


def path(tools):
    return f"{tools}:/usr/bin:/bin"


def assert_one_sentence(result, words):
    assert result.returncode == 1
    last = result.stderr.strip().splitlines()[-1]
    assert words in last
    assert "Traceback" not in result.stderr


def test_a_python_too_old_is_named(bare, tools):
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        stand_in(tools, name, "exit 1")

    assert_one_sentence(
        project.run(bare, "bin/demo", "manage", PATH=path(tools)), "3.11, 3.12 or 3.13"
    )


def test_a_taken_port_is_said_before_anything_is_installed(bare, tools):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = project.run(bare, "bin/demo", "--port", port, PATH=path(tools))

    assert_one_sentence(result, f"Port {port} is taken")
    assert not (bare / ".venv").exists()


def test_a_full_disk_is_said(bare, tools):
    stand_in(tools, "df", "printf 'Filesystem\\nnone 9 9 1000 1%% /\\n'")

    assert_one_sentence(
        project.run(bare, "bin/demo", "manage", PATH=path(tools)), "The disk is full"
    )


def test_no_network_is_said(bare, tools):
    result = project.run(
        bare,
        "bin/demo",
        "manage",
        PATH=path(tools),
        PIP_CONFIG_FILE="/dev/null",
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_FIND_LINKS="",
        PIP_NO_CACHE_DIR="1",
    )

    assert_one_sentence(result, "check the network connection")


def test_an_interrupted_environment_is_not_taken_for_whole(bare, tools):
    (bare / ".venv" / "bin").mkdir(parents=True)
    shutil.copy2(places.ROOT / "requirements.txt", bare / ".venv")
    stand_in(bare / ".venv" / "bin", "python", "exit 0")
    stand_in(tools, "df", "printf 'Filesystem\\nnone 9 9 1000 1%% /\\n'")

    # It goes on to make a new one, and stops only for the disk.
    assert_one_sentence(
        project.run(bare, "bin/demo", "manage", PATH=path(tools)), "The disk is full"
    )


def test_nothing_is_managed_that_was_not_named(bare, tools):
    refused = project.run(bare, "bin/manage", "migrate", PATH=path(tools))

    assert_one_sentence(refused, "DATABASE_URL is not set")
    assert "bin/demo manage" in refused.stderr
    assert not (bare / ".venv").exists()


def test_manage_uses_the_environment_that_it_is_in(bare, tools):
    active = str(places.ROOT / ".venv")

    told = project.run(bare, "bin/manage", "version", PATH=path(tools), VIRTUAL_ENV=active, **REAL)

    assert told.stdout.strip() == django.__version__, told.stderr
    assert not (bare / ".venv").exists()


def test_manage_says_which_variable_is_missing(bare, tools):
    active = str(places.ROOT / ".venv")

    refused = project.run(
        bare,
        "bin/manage",
        "check",
        PATH=path(tools),
        VIRTUAL_ENV=active,
        **REAL | {"MAIL_FROM": ""},
    )

    assert_one_sentence(refused, "MAIL_FROM is not set")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "http"], "a port is a number"),
        (["--phase", "party"], "invalid choice: 'party'"),
        (["--loud"], "Unrecognized arguments: --loud"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(arguments, words):
    assert_one_sentence(project.run(places.ROOT, "bin/demo", *arguments), words)


def test_reset_never_empties_a_database_of_yours():
    result = project.run(
        places.ROOT, "bin/demo", "--reset", DATABASE_URL="postgres://me:me@db.example.org/mine"
    )

    assert_one_sentence(result, "DATABASE_URL names another")
