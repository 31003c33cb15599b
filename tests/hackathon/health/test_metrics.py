"""The numbers that monitoring reads, of several web processes and of the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from hackathon.kernel.guard import unguarded
from hackathon.models import EmailLog, OutboxMessage, TaskCount
from hackathon.tasks import sweep
from judging.models import CalculationJob
from tests.factories import EventFactory
from tests.hackathon.health.test_health import database_away  # noqa: F401
from tests.hackathon.mail.test_mail import register

TOKEN = "m" * 40
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def operator(settings, tmp_path):
    settings.HEALTH_TOKEN = TOKEN
    settings.MEDIA_ROOT = tmp_path


def ask(token=TOKEN):
    return Client().get("/health/metrics/", headers={"authorization": f"Bearer {token}"})


def numbers():
    """Each number by its name and the values of its labels."""
    found = {}
    for family in text_string_to_metric_families(ask().text):
        for sample in family.samples:
            labels = sorted(sample.labels.items())
            found[(sample.name, *(f"{name}={value}" for name, value in labels))] = sample.value
    return found


@pytest.mark.parametrize("token", ["", "wrong"])
def test_they_are_for_whoever_brings_the_token(token):
    assert ask(token).status_code == 403
    assert not ask(token).content


def test_requests_are_counted_by_view_and_status():
    name = "hackathon_request_seconds_count"
    missing = (name, "method=GET", "status=404", "view=none")
    front = (name, "method=GET", "status=200", "view=hackathon:events")
    before = numbers()

    Client().get("/")
    Client().get("/no/such/page/")
    Client().get("/no/such/other/page/")

    after = numbers()
    assert after[front] - before.get(front, 0) == 1
    assert after[missing] - before.get(missing, 0) == 2
    assert not [key for key in after if "such" in str(key)]


def test_mails_and_promises_are_counted_with_the_oldest(event, challenge):
    then = datetime.now(UTC) - timedelta(minutes=3)
    for status in ("queued", "queued", "held", "failed"):
        EmailLog.objects.create(
            recipient="a@example.org", template="t", subject="Hi", text="Hello", status=status
        )
    EmailLog.objects.update(created_at=then)
    register(event, challenge)
    OutboxMessage.objects.update(failing_since=then)

    found = numbers()

    assert found["hackathon_mails", "state=waiting"] == 2
    assert found["hackathon_mails", "state=held"] == 1
    assert found["hackathon_mails", "state=failed"] == 1
    assert found["hackathon_oldest_mail_seconds",] == pytest.approx(180, abs=20)
    assert 0 <= found["hackathon_oldest_promise_seconds",] < 60
    assert found["hackathon_promises_failing",] == 1


def test_tasks_are_counted_by_what_became_of_them(monkeypatch):
    sweep.apply()
    monkeypatch.setattr("hackathon.mail.services.delivery.deliver_due", lambda: 1 / 0)
    sweep.apply()

    found = numbers()

    done = {
        outcome: found["hackathon_tasks_total", f"outcome={outcome}", f"task={sweep.name}"]
        for outcome in ("done", "failed")
    }
    assert done == {"done": 1, "failed": 1}
    assert found["hackathon_task_seconds_total", f"task={sweep.name}"] > 0


def test_calculations_that_wait_are_counted():
    then = datetime.now(UTC) - timedelta(minutes=5)
    event = EventFactory(during="judging")
    with unguarded("test"):
        for number, failure in enumerate(["", "", "no"]):
            CalculationJob.objects.create(
                event=event, inputs_sha256=str(number), wanted_at=then, failure=failure
            )

    found = numbers()

    assert found["hackathon_calculations", "state=waiting"] == 2
    assert found["hackathon_calculations", "state=failing"] == 1
    assert found["hackathon_oldest_calculation_seconds",] > 290


def test_the_checks_of_the_health_page_are_numbers_too():
    found = numbers()

    assert found["hackathon_check_ok", "check=workers"] == 0
    assert found["hackathon_check_ok", "check=migrations"] == 1


def test_a_task_that_cannot_be_counted_has_run_all_the_same():
    with connection.execute_wrapper(refuse_counts):
        assert sweep.apply().successful()

    assert not TaskCount.objects.exists()


def refuse_counts(execute, sql, params, many, context):
    if "hackathon_taskcount" in sql:
        sql = "SELECT 1 / 0"
        params = None
    return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_without_the_database_the_rest_is_there(database_away):  # noqa: F811
    found = numbers()

    assert found["hackathon_database_up",] == 0
    assert [key for key in found if key[0] == "hackathon_request_seconds_count"]
