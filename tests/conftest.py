import os

import pytest
from django.db import connection

from hackathon.embedded.programs import Worker
from hackathon.embedded.sink import Sink
from tests import factories


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Transactional tests empty the tables between them; the log refuses that everywhere else."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hackathon_auditentry DISABLE TRIGGER audit_is_never_emptied")


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
