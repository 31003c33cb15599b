"""Brings the demo's database and static files up to date, in one Django process.

Run as a program: ``python -m hackathon.embedded.prepare SIGNINS [--static] [--phase PHASE]``. The
table of sign-ins is written to the file SIGNINS; what the person should see goes to stdout.
"""

import argparse
import io
import sys
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("signins", type=Path)
    parser.add_argument("--static", action="store_true")
    parser.add_argument("--phase")
    options = parser.parse_args()
    try:
        prepare(options)
    except Exception as trouble:
        # The log has the traceback; the person gets the sentence.
        import traceback

        traceback.print_exc()
        print(f"The demo could not be made ready: {last_words(trouble)}", flush=True)
        sys.exit(1)


def last_words(trouble: Exception) -> str:
    return " ".join(str(trouble).split()) or type(trouble).__name__


def prepare(options: argparse.Namespace) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    if options.static:
        print("Collecting static files ...", flush=True)
        call_command("collectstatic", verbosity=0, interactive=False)
    if has_waiting_migrations():
        print("Bringing the database up to date ...", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo", **({"phase": options.phase} if options.phase else {}))
    table = io.StringIO()
    call_command("load_demo", signins=True, stdout=table)
    options.signins.touch(mode=0o600)
    options.signins.write_text(table.getvalue())


def has_waiting_migrations() -> bool:
    """Asking is quicker than a ``migrate`` with nothing to do."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


if __name__ == "__main__":
    main()
