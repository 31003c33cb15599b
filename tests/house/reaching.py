"""Which operations end up calling a function, read from the services' source."""

import ast
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from django.db.models import Model

from hackathon.kernel.operations import Operation
from hackathon.kernel.sockets import Socket
from tests.house.operation_targets import FLOORS, modules, value_of

MAKERS = {"create", "bulk_create", "get_or_create", "update_or_create", "opening", "offering"}


@cache
def parsed(floor: str) -> list[tuple[ModuleType, ast.Module]]:
    return list(modules(floor))


def verbs_that_reach(*functions: Callable, floor: str) -> set[str]:
    """The verbs of a floor's operations whose service calls one of these, by whatever way."""
    calls, verbs = calls_and_verbs(floor)
    reaching, found = set(functions), set()
    while reaching - found:
        found |= reaching
        reaching |= {caller for caller, called in calls.items() if called & found}
    return {verb for function in reaching for verb in verbs.get(function, ())}


def verbs_that_create(model: type[Model]) -> set[str]:
    """The verbs of the operations whose service makes a new row of the model."""
    return {
        verb
        for floor in FLOORS
        for maker in makers_of(model, floor)
        for verb in verbs_that_reach(maker, floor=floor)
    }


def makers_of(model: type[Model], floor: str) -> set[Callable]:
    """The functions of a floor in which the model's name is called, or one of its makers."""
    found = set()
    for module, tree in parsed(floor):
        for node in tree.body:
            function = getattr(module, getattr(node, "name", ""), None)
            is_one = isinstance(node, ast.FunctionDef) and isinstance(function, FunctionType)
            if is_one and any(makes(part, model, module) for part in ast.walk(node)):
                found.add(function)
    return found


def makes(node: ast.AST, model: type[Model], module: ModuleType) -> bool:
    """Team(...), Team.opening(...), Team.objects.create(...) and the like."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if value_of(called, module) is model:
        return True
    return (
        isinstance(called, ast.Attribute)
        and called.attr in MAKERS
        and model in (value_of(called.value, module), made_by(called.value, module))
    )


def made_by(manager: ast.AST, module: ModuleType) -> Any:
    """The model of ``Model.objects``."""
    is_manager = isinstance(manager, ast.Attribute) and manager.attr == "objects"
    return value_of(manager.value, module) if is_manager else None


@cache
def calls_and_verbs(
    floor: str,
) -> tuple[dict[Callable, set[Callable]], dict[Callable, set[str]]]:
    calls, verbs = defaultdict(set), defaultdict(set)
    for module, tree in parsed(floor):
        for node in tree.body:
            function = getattr(module, getattr(node, "name", ""), None)
            if isinstance(node, ast.FunctionDef) and isinstance(function, FunctionType):
                add_what_it_does(node, function, module, calls, verbs)
    return calls, verbs


def add_what_it_does(node, function, module, calls, verbs) -> None:
    for part in ast.walk(node):
        if not isinstance(part, ast.Call):
            # handed on by name, too: `answer = accept if accepted else decline`
            named = value_of(part, module)
            if isinstance(named, FunctionType):
                calls[function].add(named)
            elif isinstance(named, Socket):
                calls[function].update(named.plugged)
        elif getattr(part.func, "attr", "") == "begin":
            operation = value_of(part.func.value, module)
            if isinstance(operation, Operation):
                verbs[function].add(operation.verb)
