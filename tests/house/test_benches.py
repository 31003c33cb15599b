"""Benchmarks run by hand: what they import is here, so that none is found broken when needed."""

import ast
import importlib
from pathlib import Path

import pytest

BENCHES = sorted(Path(__file__).parents[1].joinpath("bench").glob("*.py"))


def names_imported(tree: ast.AST):
    """Module and name of each import, also of those inside a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)


@pytest.mark.parametrize("path", BENCHES, ids=lambda path: path.stem)
def test_what_a_benchmark_imports_is_there(path):
    for module, name in names_imported(ast.parse(path.read_text())):
        found = importlib.import_module(module)
        if name not in (None, "*") and not hasattr(found, name):
            importlib.import_module(f"{module}.{name}")
