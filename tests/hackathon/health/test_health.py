"""What probes and monitoring are told, and what readers see while the database is away."""

import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.embedded import places
from hackathon.health import checks
from hackathon.models import ClockFailure, EmailLog, Heartbeat, MailHold, MailServer
from hackathon.tasks import sweep

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = "t" * 40


@pytest.fixture(autouse=True)
def operator(settings, tmp_path):
    settings.HEALTH_TOKEN = TOKEN
    settings.BACKUP_EVERY_HOURS = 0
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def database_away():
    """Nothing listens where the settings say that the database is."""
    connection.close()
    known = connection.settings_dict["HOST"], connection.settings_dict["PORT"]
    connection.settings_dict.update(HOST="127.0.0.1", PORT=str(places.free_port()))
    yield
    connection.close()
    connection.settings_dict.update(HOST=known[0], PORT=known[1])


def ask(path, **headers):
    """From a thread of its own: a browser's library may run a loop in this one."""

    def get():
        try:
            return Client().get(path, headers=headers)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(get).result()


def report(token=TOKEN, path="/health/"):
    answer = ask(path, authorization=f"Bearer {token}")
    return answer.status_code, answer.json()


def test_all_is_well():
    sweep()

    status, told = report()

    assert (status, told["status"]) == (200, "ok"), told
    assert set(told["checks"]) == {
        "database",
        "migrations",
        "redis",
        "workers",
        "mail",
        "tasks",
        "clock",
        "disk",
        "backup",
    }


@pytest.mark.parametrize("path", ["/health/", "/health/ready/", "/health/live/"])
def test_probes_ask_by_address_and_by_any_host_name(path):
    answer = ask(path, host="10.1.2.3:8000")

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().get("/", headers={"host": "10.1.2.3:8000"}).status_code == 400


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_without_the_token_nobody_learns_why(token):
    assert set(report(token)[1]) == {"status"}


def test_where_no_token_is_set_nobody_learns_why(settings):
    settings.HEALTH_TOKEN = ""

    assert set(report("")[1]) == {"status"}


@pytest.mark.parametrize("path", ["/health/", "/health/ready/"])
def test_a_database_that_is_away_makes_it_unavailable(database_away, path):
    status, told = report(path=path)

    assert (status, told["status"]) == (503, "unavailable")
    assert told["checks"]["database"] != "ok"
    assert ask("/health/live/").status_code == 200


def test_a_migration_that_waits_makes_it_unavailable():
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("hackathon", "0005_operating")
    try:
        status, told = report(path="/health/ready/")
    finally:
        recorder.record_applied("hackathon", "0005_operating")

    assert status == 503
    assert told["checks"]["migrations"] == "Migrations that have not been applied: 1."


def test_a_redis_that_refuses_degrades_it(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{places.free_port()}/0"

    assert_degraded("redis", "")


def test_a_redis_that_hangs_degrades_it_within_seconds(settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        began = timezone.now()
        assert_degraded("redis", "Timeout")
        assert timezone.now() - began < timedelta(seconds=20)


def assert_degraded(name, words):
    status, told = report()
    assert status == 200
    assert told["status"] == "degraded"
    assert told["checks"][name] != "ok"
    assert words in told["checks"][name]
    assert report(path="/health/ready/")[0] == 200


def test_no_worker_ever_degrades_it():
    assert_degraded("workers", "No worker has looked for mails yet")


def test_a_worker_that_fell_silent_degrades_it():
    sweep()
    Heartbeat.objects.update(at=datetime.now(UTC) - timedelta(minutes=3))

    assert_degraded("workers", "for mails for 18")


def test_a_workers_clock_that_is_wrong_degrades_it():
    sweep()
    Heartbeat.objects.update(clock_ahead=timedelta(seconds=-7))

    assert_degraded("workers", "A worker's clock is -7.0 s")


def test_this_machines_clock_that_is_wrong_degrades_it(time_machine):
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=9))

    assert_degraded("clock", "The web server's clock is +")


def test_a_full_volume_degrades_it(monkeypatch):
    usage = type(shutil.disk_usage("/"))
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda folder: usage(10**12, 10**12, 10**8))

    assert_degraded("disk", "0.1 GB are left")


def test_a_missing_and_an_old_backup_degrade_it(settings):
    settings.BACKUP_EVERY_HOURS = 26
    assert_degraded("backup", "no backup yet")

    Heartbeat.objects.create(
        source="backup",
        host="here",
        clock_ahead=timedelta(),
        at=datetime.now(UTC) - timedelta(hours=30),
    )
    assert_degraded("backup", "30 hours old")


def queued(**more):
    return EmailLog.objects.create(
        recipient="ada@example.org", template="test", subject="Hi", text="Hello", **more
    )


def test_a_mail_server_that_takes_no_mails_degrades_it():
    MailServer.objects.create(
        pk=MailServer.ONLY,
        failing_since=datetime.now(UTC) - timedelta(minutes=7),
        step="auth",
        error="535 no",
    )

    assert_degraded("mail", "no mail for 7 minutes")


def test_a_mail_that_waits_for_long_degrades_it():
    EmailLog.objects.filter(pk=queued().pk).update(
        created_at=datetime.now(UTC) - timedelta(minutes=31)
    )

    assert_degraded("mail", "waited for 31 minutes")


def test_a_mail_that_waits_for_a_person_degrades_it():
    queued(status="held")

    assert_degraded("mail", "wait for a decision: 1")


def test_mails_that_are_held_after_a_restore_degrade_it():
    MailHold.objects.create(backup_of=datetime.now(UTC))

    assert_degraded("mail", "since a restore")


def test_a_task_of_the_clock_that_fails_degrades_it():
    then = datetime.now(UTC) - timedelta(minutes=4)
    ClockFailure.objects.create(
        task="judging.tasks.publish_missing_rules",
        subject="event 1",
        tries=3,
        failing_since=then,
        not_before=then,
        error="IntegrityError",
    )

    words = "for 4 minutes: publishing the rule sheet (judging.tasks.publish_missing_rules)"
    assert_degraded("tasks", words)


def test_a_sweep_writes_one_row_a_machine():
    sweep()
    sweep()

    assert Heartbeat.objects.count() == 1
    assert abs(Heartbeat.objects.get().clock_ahead) < timedelta(seconds=2)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The site is back in a moment"), ("fr", "dans un instant")]
)
def test_a_reader_is_told_to_come_back_while_the_database_is_away(database_away, language, words):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "somebody"

    page = client.get("/", headers={"accept-language": language})

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "10"
    assert words in page.text
    assert f'lang="{language}"' in page.text


def test_what_the_database_refuses_is_still_an_error_of_ours(monkeypatch):
    def refuse(*arguments, **options):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(5)")

    monkeypatch.setattr("hackathon.events.views.render", refuse)

    assert Client(raise_request_exception=False).get(reverse("hackathon:events")).status_code == 500
