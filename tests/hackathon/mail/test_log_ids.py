"""A request, the promise it made, the mail and the worker's task are found in the log by one id."""

import io
import json
import logging
import re
from logging.config import dictConfig

import pytest
from django.conf import settings as site
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hackathon.celery import app
from hackathon.kernel.log_ids import following
from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import queue_worded, relay_promises
from hackathon.mail.smtp import Step
from hackathon.models import EmailLog, OutboxMessage
from hackathon.tasks import sweep
from hackathon.web.log_config import logging_for
from tests.factories import UserFactory
from tests.hackathon.mail.test_mail import register
from tests.mail_server import MailServer
from tests.post import wait_for

ID = "a1b2c3d4" * 4
OTHER = "e5f6a7b8" * 4
pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """What the site's log holds where lines are written as JSON."""
    dictConfig(logging_for("json", "INFO"))
    written = io.StringIO()
    [handler] = [one for one in logging.getLogger().handlers if one.name == "stderr"]
    handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    dictConfig(site.LOGGING)


@pytest.fixture
def server(settings):
    server = MailServer().start()
    settings.EMAIL_BACKEND = "hackathon.mail.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


def ask_for_a_code(address, request_id):
    return Client().post(
        reverse("account_request_login_code"),
        {"email": address},
        headers={"x-request-id": request_id},
    )


def test_a_request_a_task_and_a_mail_are_followed_by_one_id(lines, server):
    person = UserFactory()
    ask_for_a_code(person.email, ID)

    sweep.apply(task_id="the-task")

    found = [line for line in lines() if line["request_id"] == ID]
    mail = EmailLog.objects.get()
    assert mail.request_id == ID
    asked = [line for line in found if line["logger"] == "hackathon.requests"]
    assert [(line["view"], line["method"]) for line in asked] == [
        ("account_request_login_code", "POST")
    ]
    [sent] = [line for line in found if line.get("mail") == mail.pk and "sent" in line["message"]]
    assert sent["task_id"] == "the-task"
    assert sent["kind"] == mail.template
    assert server.taken


def test_what_an_operation_promised_has_the_id_of_its_request(lines, server, event, challenge):
    with following(ID):
        register(event, challenge)
    assert OutboxMessage.objects.get().request_id == ID

    with following(OTHER):
        relay_promises()
        deliver_due()

    assert set(EmailLog.objects.values_list("request_id", flat=True)) == {ID}
    sent = [line for line in lines() if "was sent" in line["message"]]
    assert len(sent) == 2
    assert {line["request_id"] for line in sent} == {ID}


def test_a_mail_that_failed_is_followed_as_well(lines, server):
    server.plan = lambda step, to: "550 no" if step == Step.RCPT else None
    ask_for_a_code(UserFactory().email, ID)

    deliver_due()

    [failed] = [line for line in lines() if "failed" in line["message"]]
    assert (failed["request_id"], failed["level"]) == (ID, "ERROR")


def test_a_promise_that_cannot_be_kept_is_followed_as_well(lines, event, challenge, monkeypatch):
    from hackathon.kernel.notices import _notices

    with following(ID):
        register(event, challenge)
    verb = OutboxMessage.objects.get().entry.verb
    monkeypatch.setitem(_notices, verb, [lambda entry: 1 / 0])

    relay_promises()

    [line] = [line for line in lines() if "could not be kept" in line["message"]]
    assert line["request_id"] == ID
    assert "ZeroDivisionError" in line["exc_info"]


@pytest.mark.parametrize("given", ["", "x" * 300, "'; DROP TABLE", f"urn:uuid:{ID}", "é"])
def test_whatever_a_browser_brings_becomes_an_id(lines, given):
    ask_for_a_code(UserFactory().email, given)

    assert re.fullmatch("[0-9a-f]{32}", EmailLog.objects.get().request_id)


def test_no_address_of_a_person_and_no_key_is_in_a_line(lines):
    person = UserFactory()
    ask_for_a_code(person.email, ID)
    Client().get("/account/password/reset/key/1-abcdef-0123456789abcdef0123456789abcdef/?q=1")
    logger = logging.getLogger("a.library")
    logger.warning("%s said no to %s", "/x/" + "3f9a" * 16, person.email, extra={"secret": "s3"})
    try:
        raise ValueError(f"cannot open '/e/x/{'3f9a' * 16}' for {person.email}")
    except ValueError:
        logger.exception("failed")

    for line in lines():
        words = json.dumps(line, ensure_ascii=False)
        assert person.email not in words
        assert "3f9a" * 16 not in words
        assert "0123456789abcdef" not in words
        assert "s3" not in line.values()
        assert "127.0.0.1" not in words


def test_what_a_row_holds_is_not_quoted_when_the_database_refuses_it(lines):
    name = "Ada Lovelace"
    try:
        with transaction.atomic():
            EmailLog.objects.create(recipient=name, template="t", status="sent")
    except IntegrityError:
        logging.getLogger("a.library").exception("failed")

    [line] = lines()
    assert "email_sent_has_time" in line["exc_info"]
    assert "Lovelace" not in json.dumps(line)


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_writes_lines_of_json(worker, monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "json")
    server = MailServer().start()
    with following(ID):
        queue_worded(
            recipient="bob@example.org", language="en", template="t", subject="Hello", text="Hi"
        )
    started = worker(server)
    app.send_task("hackathon.tasks.sweep")
    wait_for(EmailLog.objects.filter(status="sent").exists, "the mail is sent")
    server.stop()

    def found():
        text = started.child.log.read_text()
        rows = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return [row for row in rows if row.get("request_id") == ID]

    [row] = wait_for(found, "the line is in the log")
    assert "was sent" in row["message"]
    assert row["task_id"]
    assert "bob@example.org" not in started.child.log.read_text()
