"""bin/demo for real: in a folder with a space, closed to other users."""

import signal
import sys
import time
import urllib.parse
import urllib.request
from contextlib import closing

import pytest

from hackathon.embedded import places
from hackathon.embedded.postgres import Postgres
from tests.plant import project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = project.copy_to(tmp_path_factory.mktemp("closed") / "a folder")
    yield folder
    places.forget_elsewhere(folder / "var" / "postgres")


def nothing_runs_in(folder, seconds=20):
    give_up_at = time.monotonic() + seconds
    while left := project.processes_in(folder):
        if time.monotonic() > give_up_at:
            return left
        time.sleep(0.1)
    return []


def page(demo, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}{path}", timeout=20) as answer:
        return answer.read().decode()


def test_the_demo_starts_serves_mails_and_stops_without_a_trace(folder):
    closed = folder.parent.stat().st_mode
    demo = project.Demo(folder, places.free_port())
    try:
        second = project.run(folder, "bin/demo", "--port", places.free_port())
        sent = project.run(folder, "bin/demo", "manage", "sendtestemail", "ada@example.org")
        mailboxes = page(demo, "/demo/mail/")
        letter = page(demo, "/demo/mail/?" + urllib.parse.urlencode({"to": "ada@example.org"}))
    finally:
        code = demo.end()

    assert f"Ready: http://127.0.0.1:{demo.port}/" in demo.said
    assert "@" in (folder / "var" / "signins.txt").read_text().strip()
    assert (folder / "var" / "signins.txt").read_text().strip() in demo.said
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert sent.returncode == 0, sent.stderr
    assert "ada@example.org" in mailboxes
    assert "Test email" in letter
    assert code == 0
    assert project.processes_in(folder) == []
    assert folder.parent.stat().st_mode == closed


def test_a_killed_demo_leaves_nothing_and_starts_again_quickly(folder):
    demo = project.Demo(folder, places.free_port())
    demo.end(signal.SIGKILL)
    assert nothing_runs_in(folder) == []

    again = project.Demo(folder, places.free_port())
    code = again.end(signal.SIGINT)

    assert code == 0
    # A kill is not waited out: it costs at most 10 s more than an ordinary start just before.
    assert again.seconds < demo.seconds + 10
    assert project.processes_in(folder) == []


def test_manage_starts_and_stops_services_of_its_own(folder):
    asked = project.run(folder, "bin/demo", "manage", "showmigrations", "--plan")

    assert asked.returncode == 0, asked.stderr
    assert "[X]  hackathon.0001" in asked.stdout
    assert project.processes_in(folder) == []


def test_data_of_another_version_is_named_and_forgotten_with_reset(folder):
    remember_migration(folder / "var", "hackathon", "0002_audit_is_append_only")

    demo = project.run(folder, "bin/demo", "--port", places.free_port())
    manage = project.run(folder, "bin/demo", "manage", "check")
    afresh = project.Demo(folder, places.free_port(), "--reset")

    assert afresh.end() == 0
    for refused in (demo, manage):
        assert refused.returncode == 1
        assert "made by another version of this project" in refused.stderr
        assert "bin/demo --reset" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert project.processes_in(folder) == []


def remember_migration(var, floor, name):
    """The database says that a migration made it which the project does not have."""
    postgres = Postgres(var)
    postgres.start()
    try:
        with closing(postgres.connect("hackathon")) as connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())",
                [floor, name],
            )
    finally:
        postgres.stop()
