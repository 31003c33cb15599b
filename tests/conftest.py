import os

import pytest
from django.db import connection

from hackathon.embedded.programs import Worker
from hackathon.embedded.sink import Sink
from tests import factories


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Transactional tests empty the tables between them, and only those that hold something:
    truncating a hundred tables with their indexes takes half a second, each time."""
    type(connection.ops).sql_flush = emptied  # of every connection: the browser brings another


def emptied(operations, style, tables, **options):
    """The statements; no trigger sees them, as the log refuses to be emptied everywhere else."""
    asked = (f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables)  # noqa: S608 - tables
    with operations.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        full = [table for (table,) in cursor.fetchall()]
    role = "SET LOCAL session_replication_role"
    deletes = [f'DELETE FROM "{name}"' for name in full]  # noqa: S608 - tables
    return [f"{role} = replica", *deletes, f"{role} = DEFAULT"]


@pytest.fixture(autouse=True)
def nobody_rings(monkeypatch, request):
    """Tests look at the outbox themselves, unless they bring a worker."""
    if "worker" not in request.fixturenames:
        monkeypatch.setattr("hackathon.doorbell.ring", lambda *args: False)


@pytest.fixture
def event(db):
    return factories.EventFactory(during="registration")


@pytest.fixture
def challenge(event):
    return factories.ChallengeFactory(event=event)


@pytest.fixture
def post(settings, tmp_path):
    """A mail sink of the test's own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    sink = Sink(tmp_path).start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.stop()


@pytest.fixture
def worker(tmp_path, transactional_db, settings):
    """A way to start real workers on the test's database and sink."""
    name = settings.DATABASES["default"]["NAME"]
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    started = []

    def start(sink, lease=60):
        env = os.environ | {
            "DATABASE_URL": url, "EMAIL_URL": sink.url, "MAIL_LEASE_SECONDS": str(lease)
        }  # fmt: skip
        folder = tmp_path / f"worker{len(started)}"
        started.append(Worker(folder, env).start())
        return started[-1]

    yield start
    for one in started:
        one.child.stop(seconds=3)
