import pytest
from django.db import connection

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
