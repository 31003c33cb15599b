"""Later migrations can be taken back and applied again; the triggers are those of the models."""

import os
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pgtrigger
import psycopg2
import pytest
from django.conf import settings
from django.db import connection

DATABASE, BEGINNING = "rolled_back", "0002_triggers"


@pytest.fixture
def migrated():
    """The address of a database in which everything is migrated."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"{address.path.removeprefix('/')}_{DATABASE}"
    with closing(psycopg2.connect(address._replace(path="/postgres").geturl())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{os.environ["TEST_TEMPLATE"]}"')
            yield address._replace(path=f"/{name}").geturl()
            cursor.execute(f'DROP DATABASE "{name}"')


def test_every_migration_after_the_first_can_be_taken_back_and_applied_again(migrated):
    """Those that begin a floor's chain make all its tables: there is nothing to go back to."""
    before = columns_and_functions(migrated)

    later = [floor for floor in reversed(settings.FLOORS) if migrations_of(floor)[-1] != BEGINNING]
    for floor in later:
        migrate(migrated, floor, BEGINNING)
    assert columns_and_functions(migrated) != before
    migrate(migrated)
    assert columns_and_functions(migrated) == before
    assert "hackathon" in later


def migrations_of(floor: str) -> list[str]:
    return sorted(path.stem for path in (settings.BASE_DIR / floor / "migrations").glob("0*.py"))


@pytest.mark.django_db
def test_every_declared_trigger_stands_in_the_database_and_no_other():
    declared = {
        (model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        assert set(cursor.fetchall()) == declared
    outdated = [
        f"{model._meta.label} {trigger.name}"
        for model, trigger in pgtrigger.registered()
        if trigger.get_installation_status(model) != ("INSTALLED", True)
    ]
    assert not outdated


def migrate(database: str, *what: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", *what],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def columns_and_functions(database: str) -> list[tuple[str, str]]:
    """Each column by its table, each constraint, and each function, as the database has them."""
    with closing(psycopg2.connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute("""
            SELECT table_name, column_name || ' ' || data_type || ' ' || is_nullable
                FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT conrelid::regclass::text, pg_get_constraintdef(oid)
                FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT proname, prosrc
                FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            ORDER BY 1, 2
        """)
        return cursor.fetchall()
