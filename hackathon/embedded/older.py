"""Data that another version of the project left in the demo's folder."""

from contextlib import closing

from hackathon.embedded import places
from hackathon.embedded.postgres import Postgres
from hackathon.embedded.processes import DidNotStart


def refuse_other_data(postgres: Postgres) -> None:
    """Nothing runs on tables that were made by migrations which this version does not have.

    Raises ``DidNotStart`` with the sentence for the person who typed the command.
    """
    if applied_migrations(postgres) - known_migrations():
        raise DidNotStart(
            f"The data in {postgres.folder} was made by another version of this project, and "
            "this version cannot use it.\nTo forget that data and load the demonstration again: "
            "bin/demo --reset"
        )


def known_migrations() -> set[tuple[str, str]]:
    """Floor and name of every migration of the project."""
    files = places.ROOT.glob("*/migrations/*.py")
    return {(file.parts[-3], file.stem) for file in files}


def applied_migrations(postgres: Postgres) -> set[tuple[str, str]]:
    """Floor and name of those that the database has; none if it is new."""
    floors = sorted({file.parts[-2] for file in places.ROOT.glob("*/migrations")})
    with closing(postgres.connect("hackathon")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute("SELECT app, name FROM django_migrations WHERE app = ANY(%s)", [floors])
        return set(cursor.fetchall())
