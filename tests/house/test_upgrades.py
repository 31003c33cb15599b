"""Migrations that the version before survives, as its processes run on while tables change."""

import pytest
from django.conf import settings
from django_migration_linter import MigrationLinter

pytestmark = pytest.mark.django_db

# No earlier version runs beside these: with them the first one that is upgraded is complete. A
# later column that may not be empty has a ``db_default``; a later index is made concurrently.
FIRST_VERSION = {"hackathon": 6, "challenges": 2, "teams": 5, "judging": 4}


def objections_to(*names, capsys):
    """What the linter has against these migrations, in its words."""
    linter = MigrationLinter(
        include_apps=settings.FLOORS, no_cache=True, all_warnings_as_errors=True, quiet=("ok",)
    )
    for name in names:
        linter.lint_migration(linter.migration_loader.disk_migrations[name])
    return capsys.readouterr().out if linter.has_errors else ""


def later_migrations():
    for floor, last in FIRST_VERSION.items():
        folder = settings.BASE_DIR / floor / "migrations"
        for name in sorted(path.stem for path in folder.glob("0*.py")):
            if int(name[:4]) > last:
                yield floor, name


def test_the_version_before_survives_every_later_migration(capsys):
    found = list(later_migrations())

    assert ("hackathon", "0007_log_ids_and_counts") in found
    assert not objections_to(*found, capsys=capsys)


def test_what_it_would_not_survive_is_found(capsys):
    words = objections_to(("teams", "0004_invitation_languages"), capsys=capsys)

    assert "NOT NULL constraint" in words
