"""The house is as its map says."""

import re
import subprocess
import sys
import tomllib

import pytest
from django.apps import apps
from django.conf import settings

from hackathon.rooms import rooms_of

AT_THE_ROOT = {
    "__init__",
    "admin",
    "apps",
    "models",
    "tasks",
    "translation",
    "urls",
    "celery",
    "environment",
    "rooms",
    "settings",
    "wsgi",
}
FURNISHED = ("hackathon", "teams", "judging")


def rooms_on_the_map(floor):
    """The rows of the floor's table in docs/architecture.md, from the bottom."""
    text = (settings.BASE_DIR / "docs" / "architecture.md").read_text()
    table = text.split(f"| `{floor}/` |")[1].split("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.M)


@pytest.mark.parametrize("floor", FURNISHED)
def test_the_map_the_order_and_the_tree_name_the_same_rooms(floor):
    contracts = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    orders = contracts["tool"]["importlinter"]["contracts"]
    (order,) = [one["rooms"] for one in orders if one.get("floor") == floor]
    there = [place.partition(".")[2] for place in rooms_of(apps.get_app_config(floor))]

    assert rooms_on_the_map(floor) == order
    assert sorted(order) == sorted(there)


@pytest.mark.parametrize("floor", FURNISHED)
def test_nothing_else_stands_at_the_root_of_a_floor(floor):
    found = {path.stem for path in (settings.BASE_DIR / floor).glob("*.py")}

    assert found <= AT_THE_ROOT


@pytest.mark.parametrize("floor", FURNISHED)
def test_what_is_tried_of_a_room_stands_in_its_folder(floor):
    folder = settings.BASE_DIR / "tests" / floor
    rooms = {*rooms_on_the_map(floor), "scoring", "demo"}

    assert not list(folder.glob("test_*.py"))
    assert {path.parent.name for path in folder.rglob("test_*.py")} <= rooms


# What registers itself by being imported: nothing else would bring it into a process.
LISTENS = re.compile(
    r"^@(receiver|section|notice|tells_judges|holds|gives|\w+\.plug|holds_account|overview)\b"
    r"|^(describe|name_mails|demand)\(|\.connect\(",
    re.M,
)


def test_a_process_that_has_just_started_has_everything_that_listens():
    """Django looks at the root of a floor alone; rooms are looked through by ours."""
    listening = {
        ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
        for floor in settings.FLOORS
        for path in (settings.BASE_DIR / floor).rglob("*.py")
        if not set(path.parts) & {"embedded", "migrations"} and LISTENS.search(path.read_text())
    }
    program = "import django, sys; django.setup(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(listening) > 40
    assert listening - set(done.stdout.split()) == set()
