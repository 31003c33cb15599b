"""On what each operation is begun, read from the services themselves."""

import ast
import importlib
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from django.contrib import admin
from django.db.models import Model

from hackathon.kernel.operations import Operation

FLOORS = ("hackathon", "challenges", "teams", "judging")
NOT_READ = ("migrations", "embedded", "demo", "management")


@cache
def target_models() -> dict[str, set[type[Model]]]:
    """The models of the rows that each operation decides about, by the operation's verb."""
    found: dict[str, set[type[Model]]] = defaultdict(set)
    for module, tree in modules():
        functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
        for function in functions:
            for verb, model in begun_in(function, module):
                found[verb].add(model)
    for model, workplace in admin.site._registry.items():
        if operation := getattr(workplace, "operation", None):
            found[operation.verb].add(model)
    return found


def modules(under: str = ""):
    """Every module that begins an operation, with its source; or all of one folder."""
    for floor in [under] if under else FLOORS:
        for path in sorted(Path(floor).rglob("*.py")):
            text = path.read_text()
            if not set(path.parts) & set(NOT_READ) and (under or ".begin(" in text):
                dotted = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
                yield importlib.import_module(dotted), ast.parse(text)


def begun_in(function: ast.FunctionDef, module: ModuleType):
    """Each operation that a function begins, with the model of what it is begun on."""
    known = local_models(function, module)
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "begin":
            operation = value_of(node.func.value, module)
            model = model_of(node.args[1], known) if len(node.args) > 1 else None
            if isinstance(operation, Operation) and model:
                yield operation.verb, model


def local_models(function: ast.FunctionDef, module: ModuleType) -> dict[str, type[Model]]:
    """What the arguments and variables of a function are, where they are rows."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    known = {each.arg: value_of(each.annotation, module) for each in arguments if each.annotation}
    known = {name: kind for name, kind in known.items() if is_model(kind)}
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        if isinstance(node.value, ast.Call):
            made = value_of(node.value.func, module)
        else:  # a row that another one leads to
            made = model_of(node.value, known)
        names = [part.id for part in node.targets if isinstance(part, ast.Name)]
        known |= {name: made for name in names if is_model(made)}
    return known


def model_of(node: ast.expr, known: dict[str, type[Model]]) -> type[Model] | None:
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and (owner := model_of(node.value, known)):
        field = next((each for each in owner._meta.fields if each.name == node.attr), None)
        return field.related_model if field else None
    return None


def value_of(node: ast.expr, module: ModuleType) -> Any:
    """What a name in the source stands for, as far as the module itself knows."""
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute):
        return getattr(value_of(node.value, module), node.attr, None)
    return None


def is_model(kind: Any) -> bool:
    if not isinstance(kind, type) or not issubclass(kind, Model):
        return False
    return not kind._meta.abstract
