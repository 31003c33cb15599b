"""The house is as its map says."""

import re
import sys
import tomllib

import pytest
from django.apps import apps
from django.conf import settings

from hackathon.rooms import rooms_of

AT_THE_ROOT = {
    "__init__", "admin", "apps", "models", "tasks", "translation", "urls",
    "celery", "environment", "rooms", "settings", "wsgi",
}  # fmt: skip
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


def test_what_rooms_plug_in_is_found():
    """Django looks at the root of a floor alone; rooms are looked through by ours."""
    names = ("notices", "sections", "log_words", "mail_words", "following", "privacy", "roles")
    rooms = [room for floor in FURNISHED for room in rooms_of(apps.get_app_config(floor))]
    for room in rooms:
        folder = settings.BASE_DIR.joinpath(*room.split("."))
        for name in names:
            if (folder / f"{name}.py").exists():
                assert f"{room}.{name}" in sys.modules
