"""The page that tells those who run the site how it is doing, in their language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import translation

from hackathon.embedded import places
from hackathon.health import checks
from hackathon.health.findings import find_all
from hackathon.mail.selectors import LONGEST_WAIT
from hackathon.models import EmailLog, Heartbeat, MailServer
from hackathon.tasks import sweep
from tests.factories import OrganiserFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def well(settings, tmp_path):
    settings.BACKUP_EVERY_HOURS = 0
    settings.MEDIA_ROOT = tmp_path
    sweep()


@pytest.fixture
def operator(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def text_of(client, name="admin:health"):
    return " ".join(client.get(reverse(name)).content.decode().split())


def queued(minutes, **columns):
    mail = EmailLog.objects.create(
        recipient="ada@example.org", template="test", subject="Hi", text="Hello", **columns
    )
    EmailLog.objects.filter(pk=mail.pk).update(
        created_at=F("created_at") - timedelta(minutes=minutes)
    )


def test_when_all_is_well_each_check_says_so(operator):
    page = text_of(operator)

    assert page.count("In order") == len(checks.ALL)
    assert "What to do" not in page
    assert "in the installation" not in text_of(operator, "admin:index")


def test_what_is_wrong_is_said_with_since_when_and_what_to_do(operator):
    since = datetime.now(UTC) - timedelta(minutes=40)
    MailServer.objects.create(pk=1, failing_since=since, step="AUTH", error="535 no")
    Heartbeat.objects.update(at=since)

    page = text_of(operator)

    assert "taken no mail for 40 minutes" in page
    assert "beat and the worker of the queue “mail”" in page
    assert page.count("What to do") == 2
    assert page.count("Since") == 2
    dashboard = text_of(operator, "admin:index")
    assert "2 things in the installation need somebody" in dashboard
    assert reverse("admin:health") in dashboard


def test_a_redis_that_is_away_is_on_the_page(operator, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{places.free_port()}/0"

    page = text_of(operator)

    assert "Redis does not answer" in page
    assert "Nothing is lost" in page


def test_a_check_that_breaks_is_told_and_takes_no_page_down(operator, monkeypatch):
    def break_down(check):
        raise RuntimeError("secret")

    monkeypatch.setattr(checks.Disk, "run", break_down)

    page = text_of(operator)

    assert "could not be found out" in page
    assert "secret" not in page


def test_it_is_for_those_who_run_the_site(client, event):
    client.force_login(OrganiserFactory(event=event).user)

    assert client.get(reverse("admin:health")).status_code == 404
    assert Client().get(reverse("admin:health")).status_code == 302
    assert reverse("admin:health") not in text_of(client, "admin:index")


def test_one_threshold_and_one_count_stand_behind_the_page_and_the_probe(operator):
    minutes = LONGEST_WAIT / timedelta(minutes=1)
    queued(minutes - 1)
    assert all(finding.is_well for finding in find_all())

    queued(minutes + 1)

    assert "The oldest has waited since" in text_of(operator, "admin:index")
    assert f"The oldest mail has waited for {minutes + 1:.0f} minutes" in text_of(operator)
    assert "2 waiting" in text_of(operator)


def test_many_failed_mails_count(operator):
    for _number in range(checks.MANY_FAILED - 1):
        queued(0, status="failed")
    assert all(finding.is_well for finding in find_all())

    queued(0, status="failed")

    assert f"Mails that failed and wait for a decision: {checks.MANY_FAILED}" in text_of(operator)


def test_sentences_are_made_in_the_readers_language():
    EmailLog.objects.create(
        recipient="ada@example.org", template="test", subject="Hi", text="Hello", status="held"
    )

    with translation.override("fr"):
        titles = [str(finding.title) for finding in find_all()]
    assert len(set(titles)) == len(checks.ALL)
