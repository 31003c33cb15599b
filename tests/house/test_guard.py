"""Nothing is written outside an operation: Python refuses, and behind it Postgres."""

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, models, transaction
from django.db.models.deletion import Collector

from challenges.models import Challenge
from hackathon.kernel import guard
from hackathon.kernel.guard import GuardedModel, WrittenOutsideOperation, unguarded
from hackathon.kernel.repairs import repairing
from hackathon.models import AuditEntry, Event
from teams.models import Team
from teams.team.services.registration import register_team
from tests.factories import ChallengeFactory, EventFactory, TeamFactory, UserFactory

ROOMS = ["challenges", "teams", "judging"]
GUARDED = [
    model
    for model in apps.get_models()
    if issubclass(model, GuardedModel) and not model._meta.proxy
]
REFUSED = "written inside an operation only|append-only"
# Bits of pg_trigger.tgtype: before each statement of INSERT, DELETE, UPDATE and TRUNCATE.
EVERY_STATEMENT = 2 + 4 + 8 + 16 + 32
STATEMENTS = [
    "UPDATE {table} SET {key} = {key}",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table}",
    "TRUNCATE {table} CASCADE",
]


@pytest.fixture
def team(db):
    return TeamFactory()


def attempts_on(team):
    """Every way in which Python's guard sees somebody write."""
    return {
        "save": team.save,
        "create": lambda: Team.objects.create(event=team.event, name="Backdoor"),
        "update": lambda: Team.objects.update(name="Backdoor"),
        "bulk_create": lambda: Team.objects.bulk_create([Team(event=team.event, name="Door")]),
        "bulk_update": lambda: Team.objects.bulk_update([team], ["name"]),
        "delete": team.delete,
        "delete_all": lambda: team.event.teams.all().delete(),
    }


def ways_around(team):
    """Ways that do not lead past Python's guard."""
    rows = Team._base_manager.filter(pk=team.pk)
    return {
        "raw SQL": lambda: execute("UPDATE teams_team SET name = 'Backdoor'"),
        "related manager": lambda: (
            team.challenge.team_set.add(team)
            if hasattr(team.challenge, "team_set")
            else team.challenge.teams.add(team)
        ),
        "base manager": lambda: rows.update(name="Backdoor"),
        "base manager, creating": lambda: Team._base_manager.bulk_create([Team(event=team.event)]),
        "base manager, changing many": lambda: Team._base_manager.bulk_update([team], ["name"]),
        "base manager, deleting": lambda: rows.delete(),
        "raw delete": lambda: Team.objects.filter(pk=team.pk)._raw_delete("default"),
        "model's own base": lambda: models.Model.save(team),
        "cascade": lambda: cascade_from(team),
    }


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refuse(*_written):
    raise RuntimeError


def cascade_from(row):
    collector = Collector(using="default", origin=row)
    collector.collect([row])
    collector.delete()


ATTEMPTS = list(attempts_on(Team()))
WAYS_AROUND = list(ways_around(Team()))


@pytest.mark.parametrize("write", ATTEMPTS)
def test_python_refuses_what_is_written_outside_an_operation(team, write):
    with pytest.raises(WrittenOutsideOperation):
        attempts_on(team)[write]()


@pytest.mark.parametrize("write", ATTEMPTS)
def test_postgres_refuses_what_python_would_let_through(team, write):
    token = guard._open.set("Python alone believes in an operation")
    try:
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            attempts_on(team)[write]()
    finally:
        guard._open.reset(token)


@pytest.mark.parametrize("write", WAYS_AROUND)
def test_postgres_refuses_every_way_around_python(team, write):
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        ways_around(team)[write]()


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_no_statement_on_a_guarded_table_is_run_outside_an_operation(model):
    """Whether it holds rows or not: each of the four statements, on the real table."""
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(model._meta.pk.column)
    for statement in STATEMENTS:
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            execute(statement.format(table=table, key=key))


@pytest.mark.django_db
def test_every_guarded_table_has_its_trigger_and_it_is_on():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT tgrelid::regclass::text, tgname, tgtype::int, tgenabled
               FROM pg_trigger WHERE NOT tgisinternal"""
        )
        found = set(cursor.fetchall())
    name = guard.WRITTEN_IN_OPERATION.get_pgid
    wanted = {(m._meta.db_table, name(m), EVERY_STATEMENT, "O") for m in GUARDED}
    assert wanted - found == set()


def test_every_model_of_the_three_rooms_is_guarded():
    rooms = [apps.get_app_config(label) for label in ROOMS]
    assert [m for room in rooms for m in room.get_models() if not issubclass(m, GuardedModel)] == []


def test_every_manager_of_a_guarded_model_is_guarded():
    open_doors = [
        model
        for model in GUARDED
        if "require_operation" not in model._default_manager.get_queryset().update.__code__.co_names
    ]
    assert open_doors == []


def test_no_model_of_ours_has_an_automatic_many_to_many_table():
    ours = [m for label in ROOMS for m in apps.get_app_config(label).get_models()]
    assert [
        f for m in ours for f in m._meta.get_fields() if isinstance(f, models.ManyToManyField)
    ] == []


def test_after_an_operation_its_transaction_can_no_longer_write(event, challenge):
    team = register_team(actor=UserFactory(), event=event, name="Railbow", challenge=challenge)

    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Team._base_manager.filter(pk=team.pk).update(name="Backdoor")


def test_after_a_refused_operation_its_transaction_cannot_write_either(team):
    with pytest.raises(RuntimeError), unguarded("test"):
        refuse()

    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Team._base_manager.filter(pk=team.pk).update(name="Backdoor")


def test_a_write_inside_another_leaves_the_outer_one_open(team):
    with unguarded("outer"):
        with unguarded("inner"):
            team.save()
        with pytest.raises(RuntimeError), unguarded("inner, rolled back"):
            refuse()
        team.save()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_guard_opens_one_and_closes_it():
    event = EventFactory()
    with unguarded("test"):
        event.name = "Hack the Leek"
        event.save()
        assert connection.in_atomic_block

    assert not connection.in_atomic_block
    assert Event.objects.get().name == "Hack the Leek"
    with pytest.raises(ProgrammingError, match=REFUSED):
        Event._base_manager.update(name="Backdoor")


def test_history_cannot_be_rewritten(event, challenge):
    register_team(actor=UserFactory(), event=event, name="Railbow", challenge=challenge)

    with unguarded("test"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEntry.objects.update(verb="nothing.happened")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEntry.objects.all()._raw_delete("default")


@pytest.mark.django_db
def test_history_cannot_be_emptied():
    with (
        unguarded("test"),
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
    ):
        execute("TRUNCATE hackathon_auditentry CASCADE")


def test_a_repair_in_the_shell_leaves_a_line_in_the_log(team):
    boss = UserFactory()
    with repairing(reason="The import doubled it.", event=team.event, actor=boss):
        Team.objects.filter(pk=team.pk).update(name="Railbow")

    entry = AuditEntry.objects.get(verb="repair")
    assert (entry.event, entry.actor, entry.subject) == (team.event, boss, team.event)
    assert entry.data["reason"] == "The import doubled it."
    assert Team.objects.get().name == "Railbow"
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        execute("UPDATE teams_team SET name = 'Backdoor'")


def test_a_repair_that_fails_leaves_neither_change_nor_line(team):
    with pytest.raises(RuntimeError), repairing(reason="Try it.", event=team.event):
        refuse(Team.objects.update(name="Railbow"))

    assert not AuditEntry.objects.filter(verb="repair").exists()
    assert not Team.objects.filter(name="Railbow").exists()


@pytest.mark.django_db
def test_a_repair_says_why():
    with pytest.raises(ValueError, match="Say why"), repairing(reason=" "):
        pass
    with pytest.raises(DatabaseError, match="Say why"), transaction.atomic():
        execute("SELECT hackathon_repair('')")


@pytest.mark.django_db(transaction=True)
def test_a_repair_with_psql_leaves_a_line_and_ends_with_its_transaction():
    team = TeamFactory()
    with transaction.atomic():
        execute(f"SELECT hackathon_repair('Doubled.', '{team.event.slug}')")
        execute("UPDATE teams_team SET name = 'Railbow'")

    entry = AuditEntry.objects.get(verb="repair")
    assert (entry.event, entry.actor, entry.data["reason"]) == (team.event, None, "Doubled.")
    assert Team.objects.get().name == "Railbow"
    with pytest.raises(ProgrammingError, match=REFUSED):
        execute("UPDATE teams_team SET name = 'Backdoor'")


@pytest.mark.django_db(transaction=True)
def test_a_repair_of_no_event_is_about_its_own_line():
    with transaction.atomic():
        execute("SELECT hackathon_repair('All of them.')")

    entry = AuditEntry.objects.get(verb="repair")
    assert (entry.event, entry.subject) == (None, entry)


@pytest.mark.django_db(transaction=True)
def test_a_repair_of_an_event_that_does_not_exist_opens_nothing():
    with pytest.raises(DatabaseError), transaction.atomic():
        execute("SELECT hackathon_repair('Doubled.', 'no-such-event')")
    assert not AuditEntry.objects.exists()


def test_a_cascade_inside_an_operation_goes_through(event):
    challenge = ChallengeFactory(event=event)
    with unguarded("test"):
        challenge.delete()
    assert not Challenge.objects.exists()
