"""Functions say verb and object, and what is imported goes by a name that says where it is from."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("hackathon", "challenges", "teams", "judging")
# not the application; arithmetic; and words of templates
APART = {"migrations", "demo", "embedded", "scoring", "templatetags"}
PARTICIPLES = {
    *("told", "kept", "said", "shown", "done", "read", "held", "taken", "written", "begun"),
    *("sent", "found", "given", "put", "bring", "brought", "made", "seen", "worn", "lost"),
}
ENDING = "ed"
NOUNS = {"embed", "feed", "speed", "seed", "need"}  # and verbs that end so


def modules() -> list[Path]:
    found = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    return [path for path in found if not APART & set(path.relative_to(ROOT).parts)]


def bare(source: str) -> list[str]:
    """Functions of a module whose name is a participle alone."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return [node.name for node in functions if is_participle(node.name)]


def is_participle(name: str) -> bool:
    ends_so = name.endswith(ENDING) and not name.startswith("un") and name not in NOUNS
    return "_" not in name and (ends_so or name in PARTICIPLES)


def riddles(source: str) -> list[str]:
    """Selectors and services that are imported by a name of their own."""
    parts = [
        name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    ]
    furniture = [name for name in parts if name.name in ("selectors", "services") and name.asname]
    return [name.asname for name in furniture if not name.asname.endswith(f"_{name.name}")]


@pytest.mark.parametrize("look", [bare, riddles])
def test_names_say_what_they_are(look):
    found = {
        f"{path.relative_to(ROOT)}: {name}" for path in modules() for name in look(path.read_text())
    }
    assert sorted(found) == []
    assert len(modules()) > 400


def test_the_walls_find_them():
    assert bare("def told(): ...\ndef tell_fields(): ...\ndef gathered(): ...") == [
        "told",
        "gathered",
    ]
    assert riddles("from teams.door import selectors as desk") == ["desk"]
    assert riddles("from teams.door import selectors as door_selectors") == []
