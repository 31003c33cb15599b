"""``migrate`` that waits for no table for long: who waits for one holds up everybody behind it."""

import time
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from psycopg2.errors import LockNotAvailable

PAUSE = 3


class Command(BaseCommand):
    help = "Applies migrations; waits two seconds for a table, and tries again for two minutes."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--lock-seconds", type=int, default=2)
        parser.add_argument("--tries", type=int, default=24)

    def handle(self, *args: Any, **options: Any) -> None:
        for attempt in range(1, options["tries"] + 1):
            try:
                migrate(options["lock_seconds"])
                return
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
            if attempt < options["tries"]:
                self.stderr.write("A table is in use; what was applied stays. Again in a moment.")
                time.sleep(PAUSE)
        raise CommandError(
            "A table stayed in use: look in pg_stat_activity for a transaction that does not end, "
            "then run this again. The version that runs goes on with the tables as they are."
        )


def migrate(seconds: int) -> None:
    """Each migration is one transaction; what is done is not done again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])
    call_command("migrate", interactive=False)
