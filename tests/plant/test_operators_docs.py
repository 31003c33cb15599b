"""What operators are given to type: each line starts something that is there, and does as said."""

import re
import shlex

import pytest
from django.core.management import get_commands
from django.db import connection, transaction

from hackathon.embedded import places
from hackathon.models import AuditEntry
from teams.models import Team
from tests import factories

PAGE = places.ROOT / "docs" / "operators.md"
UNITS = {path.name for path in (places.ROOT / "deploy" / "systemd").iterdir()}
OF_THE_SYSTEM = {"journalctl"}  # reads only


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)


def lines_to_type():
    return [line for block in blocks("sh") for line in block.splitlines()]


def named_command(words):
    """Of a line that runs one of manage.py: which."""
    if words[0] == "docker":
        after = words[words.index("run") + 1 :] if "run" in words else []
        place = next((n for n, word in enumerate(after) if word in {"web", "migrate"}), None)
        return after[place + 1] if place is not None and len(after) > place + 1 else None
    is_manage = words[0].endswith(("bin/manage", "deploy/debian/manage"))
    return words[1] if is_manage else None


@pytest.mark.parametrize("line", lines_to_type())
def test_each_line_starts_what_is_there(line):
    words = shlex.split(line)
    program = words[0].removeprefix("/opt/hackathon/")
    if program == "docker":
        assert (places.ROOT / words[words.index("--file") + 1]).is_file()
    elif program not in OF_THE_SYSTEM:
        started = places.ROOT / program
        assert started.is_file()
        assert started.stat().st_mode & 0o111
    command = named_command(words)
    assert command is None or command in get_commands()


def test_scripts_of_a_host_start_what_is_there():
    scripts = list((places.ROOT / "deploy" / "debian").iterdir())
    assert {script.name for script in scripts} == {"prepare", "start", "upgrade", "manage"}
    said = "\n".join(script.read_text() for script in scripts)
    for unit in re.findall(r"hackathon[-@.\w*]*\.(?:target|timer|service)", said):
        assert unit in UNITS, unit
    for path in re.findall(r"(?<![\w/])(?:\"\$root\"/)?(deploy/[\w./-]+[\w])", said):
        assert (places.ROOT / path).exists(), path


@pytest.mark.django_db(transaction=True)
def test_rows_are_put_right_by_hand_as_the_page_says():
    event = factories.EventFactory(slug="smart-policing-2026")
    with transaction.atomic():
        factories.TeamFactory(event=event, pk=17)
    [by_python] = blocks("python")
    exec(compile(by_python, str(PAGE), "exec"), {})  # noqa: S102 - our own page
    assert not Team.objects.filter(pk=17).exists()

    factories.TeamFactory(event=event, pk=17)
    [by_sql] = blocks("sql")
    with connection.cursor() as cursor:
        cursor.execute(by_sql)
    assert not Team.objects.filter(pk=17).exists()
    assert AuditEntry.objects.filter(event=event, verb="repair").count() == 2
