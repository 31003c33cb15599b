"""The database's clock, set by hand: the one clock that decides."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def database_at(moment):
    """Until the end of the block the database says that it is ``moment``, on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS set_by_hand")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION set_by_hand.clock_timestamp() RETURNS timestamptz "
            "LANGUAGE plpgsql AS $$ BEGIN RETURN current_setting('test.clock')::timestamptz; END $$"
        )
        cursor.execute("SELECT set_config('test.clock', %s, false)", [moment.isoformat()])
        cursor.execute("SET search_path = set_by_hand, pg_catalog, public")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET search_path = DEFAULT")
