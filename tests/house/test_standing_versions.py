"""What an organiser submitted by mistake and took back is read on purpose, or not at all."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("teams", "judging")
NO_READERS = {"migrations", "demo", "management"}
# how a row is named, or made: nothing is sought among several versions of one project
SAYS_WHICH = {
    "versions": {"pk", "pk__in"},
    "scorecards": {"pk", "pk__in", "version", "version__in", "reopened_at"},
}
SETTLED = {"standing", "entered", "last_of", "on_record", "counted", "finished", "create", "none"}
ROWS = {"Version": "versions", "Scorecard": "scorecards"}


def modules() -> list[Path]:
    found = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    return [path for path in found if not NO_READERS & set(path.parts)]


def kind_of(node: ast.AST) -> str:
    """Whether this is where all versions, or all scorecards, of something are asked for."""
    if not isinstance(node, ast.Attribute):
        return ""
    if node.attr == "objects" and isinstance(node.value, ast.Name):
        return ROWS.get(node.value.id, "")
    return node.attr if node.attr in SAYS_WHICH else ""


def readings(tree: ast.AST) -> Iterator[tuple[str, list[tuple[str, set[str]]], int]]:
    """Each such place with the calls that follow it: their names, and what they ask."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        kind, calls, here = kind_of(node), [], node
        while kind and isinstance(parents.get(here), ast.Attribute):
            method = parents[here]
            call = parents.get(method)
            if not isinstance(call, ast.Call):
                break
            calls.append((method.attr, {word.arg or "**" for word in call.keywords}))
            here = call
        if calls:
            yield kind, calls, node.lineno


def is_settled(kind: str, calls: list[tuple[str, set[str]]]) -> bool:
    return any(name in SETTLED or SAYS_WHICH[kind] & words for name, words in calls)


def unsettled(source: str) -> list[int]:
    return [
        line for kind, calls, line in readings(ast.parse(source)) if not is_settled(kind, calls)
    ]


def test_every_reader_of_versions_says_whether_those_taken_back_are_meant():
    read, found = 0, []
    for path in modules():
        source = path.read_text()
        read += len(list(readings(ast.parse(source))))
        found += [f"{path.relative_to(ROOT)}:{line}" for line in unsettled(source)]
    assert found == []
    assert read > 40


@pytest.mark.parametrize(
    "line",
    [
        "last = submission.versions.last()",
        "last = Version.objects.filter(submission=row).order_by('-number').first()",
        "cards = judge.scorecards.filter(version__submission=row)",
    ],
)
def test_the_wall_finds_them(line):
    assert unsettled(line) == [1]
