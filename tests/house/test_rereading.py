"""What an operation decides by is read under its lock, whatever the page had read before."""

import ast
import copy
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import GuardedModel, unguarded
from hackathon.kernel.operations import Operation, registry
from hackathon.kernel.predicates import event_of
from hackathon.models import Event, User
from tests.factories import EventFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

STALE = "read by the page, long ago"
VALUES = {
    models.CharField: "x",
    models.TextField: "x",
    models.IntegerField: 1,
    models.DecimalField: 1,
    models.BooleanField: False,
    models.DateTimeField: timezone.now(),
    models.DateField: "2026-11-28",
    models.TimeField: "12:00",
    models.JSONField: {},
    ArrayField: [],
}


@pytest.fixture
def rows():
    """One row of every guarded model, whatever its constraints say: they go for this test."""
    ours = [model for model in apps.get_models() if issubclass(model, GuardedModel)]
    with connection.cursor() as cursor:
        for model in ours:
            table = model._meta.db_table
            constraints = connection.introspection.get_constraints(cursor, table)
            for name, found in constraints.items():
                if found["check"]:
                    cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    made = {Event: EventFactory(), User: UserFactory()}
    with unguarded("test"):
        for model in ours:
            row_of(model._meta.concrete_model, made)
    return [made[model] for model in made if model is not User]


def row_of(model, made):
    """A row with something in each column that has to have something, and with all its parents."""
    if model not in made:
        values = {}
        for field in model._meta.concrete_fields:
            if field.primary_key:
                continue
            if not field.is_relation:
                if not field.has_default() and not field.null:
                    values[field.attname] = value_for(field)
            elif field.related_model is not model:
                values[field.name] = row_of(field.related_model, made)
        made[model] = model(**values)
        made[model].save_base(raw=True)
    return made[model]


def value_for(field):
    return next(VALUES[kind] for kind in type(field).__mro__ if kind in VALUES)


def as_a_page_has_it(row):
    """A copy of the row with all that stands behind it, and the copies: every column is stale."""
    page = type(row)._base_manager.get(pk=row.pk)
    copies = [page, *behind(page)]
    for one in copies:
        for field in one._meta.concrete_fields:
            if not field.primary_key and not field.is_relation:
                one.__dict__[field.attname] = STALE
    return page, copies


def behind(row):
    """The rows along the foreign keys, all the way, people left out."""
    for field in row._meta.concrete_fields:
        known = field.is_relation and field.related_model is not User
        if parent := known and getattr(row, field.name):
            yield parent
            yield from behind(parent)


def is_stale(row):
    return STALE in map(str, vars(row).values())


@pytest.fixture
def asked():
    """What the operation's ``may`` is asked about, as it is then."""
    return []


@pytest.fixture
def probe(asked):
    def may(actor, target):
        stale = [one for one in behind(target) if is_stale(one)]
        asked.append((is_stale(target), stale))
        return True

    yield Operation("test.probe", may=may)
    del registry["test.probe"]


def targets(rows):
    return [row for row in rows if event_of(row) is not None]


def test_whatever_the_target_is_nothing_stale_is_decided_by(rows, probe, asked):
    for row in targets(rows):
        page, copies = as_a_page_has_it(row)
        with probe.begin(None, page):
            assert [one for one in copies if is_stale(one)] == []  # the caller's own copies, too
    assert asked == [(False, [])] * len(targets(rows))
    assert len(targets(rows)) > 40


def test_a_target_that_is_locked_is_not_stale_either(rows, probe, asked):
    for row in targets(rows):
        page, _copies = as_a_page_has_it(row)
        with probe.begin(None, page, lock=[page]):
            pass
    assert asked == [(False, [])] * len(targets(rows))


def test_what_a_new_row_refers_to_is_not_stale(rows, probe, asked):
    for row in targets(rows):
        if isinstance(row, Event):
            continue
        page, copies = as_a_page_has_it(row)
        new = copy.copy(page)
        new.pk, new._state = None, copy.copy(page._state)
        new._state.adding = True
        with probe.begin(None, new) as record:
            record.about(event_of(new))
            assert [one for one in copies[1:] if is_stale(one)] == []
    assert [stale for _own, stale in asked] == [[]] * (len(targets(rows)) - 1)


def test_a_row_that_is_gone_is_refused(probe):
    team = TeamFactory()
    with unguarded("test"):
        type(team)._base_manager.filter(pk=team.pk).delete()

    for more in ({}, {"lock": [team]}):
        with (
            pytest.raises(StateConflict, match="no longer exists"),
            probe.begin(None, team, **more),
        ):
            pass


def test_a_row_of_another_event_is_refused_though_the_page_says_otherwise(probe):
    team, other = TeamFactory(), EventFactory()
    team.event = other

    for more in ({}, {"lock": [team]}):
        team.event = other
        with (
            pytest.raises(StateConflict, match="no longer exists"),
            probe.begin(None, team, **more),
        ):
            pass


def test_every_column_of_the_event_is_read_under_its_lock(probe):
    event = EventFactory(during="hacking")
    page = Event.objects.get(pk=event.pk)
    with unguarded("test"):
        event.contact_email, event.judging_closes_at = (
            "new@example.org",
            timezone.now() + timedelta(9),
        )
        event.save()

    with probe.begin(None, page) as record:
        assert record.event is page
        assert page.contact_email == "new@example.org"
        assert page.judging_closes_at == event.judging_closes_at


# What a service reads of a row that it was handed: the target, what leads to it and the rows to be
# locked are brought up to date, and everything else is as the page had it.
NEVER_MOVE = {"pk", "event_id", "user_id", "save"}


def services() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in service_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield path.relative_to(settings.BASE_DIR).as_posix(), node


def names_in(*nodes: ast.AST) -> set[str]:
    return {one.id for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name)}


def openings(function: ast.FunctionDef) -> Iterator[tuple[ast.With, ast.Call]]:
    """Every block that opens an operation, with the call of its ``begin``."""
    for block in ast.walk(function):
        for item in block.items if isinstance(block, ast.With) else ():
            call = item.context_expr
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "begin":
                yield block, call


def read_anew(function: ast.FunctionDef, call: ast.Call) -> set[str]:
    """The names behind the target and the locks, also through what was put together before."""
    names = names_in(*call.args[1:], *(keyword.value for keyword in call.keywords))
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and node.lineno < call.lineno:
            made = names_in(*node.targets)
            names |= names_in(node.value) if made & names else set()
    return names


def rows_handed_over(function: ast.FunctionDef) -> set[str]:
    labels = {model.__name__ for model in apps.get_models() if issubclass(model, GuardedModel)}
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return {a.arg for a in arguments if set(kinds_of(a.annotation)) & labels}


def kinds_of(annotation: ast.AST | None) -> Iterator[str]:
    """``Coach | None`` is a coach; a mapping of coaches is none."""
    if isinstance(annotation, ast.Name):
        yield annotation.id
    elif isinstance(annotation, ast.BinOp):
        yield from (*kinds_of(annotation.left), *kinds_of(annotation.right))


def stale_reads(function: ast.FunctionDef) -> set[str]:
    found = set()
    for block, call in openings(function):
        reads = [
            (node.value.id, node.attr)
            for statement in block.body
            for node in ast.walk(statement)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        ]
        written = {name for name, attribute in reads if attribute == "save"}
        risky = {name for name, attribute in reads if attribute not in NEVER_MOVE}
        found |= (risky & rows_handed_over(function)) - written - read_anew(function, call)
    return found


def test_no_service_decides_by_a_row_that_nobody_read_anew():
    found = {
        f"{path}: {function.name}": names
        for path, function in services()
        if (names := stale_reads(function))
    }
    assert found == {}


def test_services_are_looked_at():
    assert sum(bool(list(openings(function))) for _path, function in services()) > 80


def service_files() -> list[Path]:
    """The files of the services of every room."""
    found = (Path(settings.BASE_DIR, floor).rglob("*.py") for floor in settings.FLOORS)
    return sorted(
        path for paths in found for path in paths if "services" in (path.stem, path.parent.name)
    )
