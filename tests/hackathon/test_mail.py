"""Promises and mails, with the real mail sink, the real broker and a real worker."""

import os
import signal
import time
from collections import Counter

import pytest

from hackathon import doorbell
from hackathon.celery import app
from hackathon.models import EmailLog, OutboxMessage
from hackathon.services.mail import deliver_due, queue_worded, relay_promises
from teams.services.registration import register_team
from tests.factories import UserFactory
from tests.post import arrived, text_of, wait_for

pytestmark = pytest.mark.django_db


def register(event, challenge, **names):
    captain = UserFactory(name="Ada", **names)
    return register_team(
        actor=captain, event=event, name="Railbow", challenge=challenge, invite=["bob@example.org"]
    )


def test_relaying_the_outbox_twice_queues_a_mail_once(event, challenge):
    register(event, challenge)

    relay_promises()
    OutboxMessage.objects.update(relayed_at=None)
    relay_promises()

    assert EmailLog.objects.count() == 2
    assert EmailLog.objects.filter(recipient="bob@example.org").count() == 1


def test_an_invitation_arrives_with_its_link_and_its_fixed_message_id(event, challenge, post):
    team = register(event, challenge)
    relay_promises()

    assert deliver_due() == 2

    [mail] = [mail for mail in arrived(post) if mail["To"] == "bob@example.org"]
    link = f"/teams/invitations/{team.invitations.get().token}/"
    assert link in text_of(mail)
    assert f'{link}" style="' in text_of(mail, "html")
    row = EmailLog.objects.get(recipient="bob@example.org")
    assert (mail["Message-ID"], row.status) == (row.message_id, "sent")


def test_a_name_made_to_break_a_mail_breaks_nothing(event, challenge, post):
    captain = UserFactory(name="Ada\r\nBcc: victim@example.org <b>")
    register_team(
        actor=captain, event=event, name="{{7*7}} <script>", challenge=challenge,
        invite=["bob@example.org"],
    )  # fmt: skip
    relay_promises()
    deliver_due()

    for mail in arrived(post):
        assert mail["Bcc"] is None
        assert "{{7*7}} <script>" in mail["Subject"]


def test_a_server_that_is_away_loses_nothing(settings, event, challenge):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    register(event, challenge)
    relay_promises()

    assert deliver_due() == 0

    assert set(EmailLog.objects.values_list("status", flat=True)) == {"queued"}
    tried = EmailLog.objects.get(attempts=1)
    assert tried.not_before
    assert tried.error


def test_a_mail_whose_row_is_gone_is_set_aside_and_holds_nobody_up(event, challenge, post):
    register(event, challenge)
    relay_promises()
    broken = EmailLog.objects.order_by("id").first()
    EmailLog.objects.filter(pk=broken.pk).update(template="teams/mail/nothing")

    assert deliver_due() == 1

    broken.refresh_from_db()
    assert (broken.status, broken.attempts) == ("failed", 1)


def test_a_one_time_code_does_not_rest_in_the_log_once_it_is_sent(post):
    row = queue_worded(
        recipient="ada@example.org", language="en", template="code", subject="Code", text="X-42"
    )

    deliver_due()

    row.refresh_from_db()
    assert (row.status, row.text, row.html) == ("sent", "", "")
    assert ["X-42" in text_of(mail) for mail in arrived(post)] == [True]


@pytest.mark.django_db(transaction=True)
def test_killing_the_worker_with_fifty_mails_waiting_loses_none(post, worker):
    for n in range(50):
        queue_worded(
            recipient=f"p{n}@example.org", language="en", template="t", subject="Hello", text="Hi"
        )
    os.kill(post.child.process.pid, signal.SIGSTOP)  # the mails are in flight, not yet taken
    victim = worker(post, lease=5)
    app.send_task("hackathon.tasks.sweep")
    wait_for(lambda: EmailLog.objects.filter(status="sending").exists(), 10)
    victim.child.kill()
    os.kill(post.child.process.pid, signal.SIGCONT)
    in_flight = set(EmailLog.objects.filter(status="sending").values_list("message_id", flat=True))

    assert in_flight
    time.sleep(5.5)
    worker(post, lease=5)
    app.send_task("hackathon.tasks.sweep")
    wait_for(lambda: EmailLog.objects.filter(status="sent").count() == 50, 20)

    counts = Counter(mail["Message-ID"] for mail in arrived(post))
    assert len(counts) == 50
    assert {message for message, times in counts.items() if times > 1} <= in_flight


def test_a_bell_that_nobody_hears_fails_no_request(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(doorbell, "_silent_until", 0.0)
    with app.connection_for_write("redis://127.0.0.1:1/0") as nowhere:
        monkeypatch.setattr(
            app, "send_task", lambda *a, **k: nowhere.ensure_connection(max_retries=1)
        )
        assert doorbell.ring() is False
    assert doorbell.ring() is False  # and stays silent for a while
