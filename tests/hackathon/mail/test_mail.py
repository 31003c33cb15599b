"""Promises and mails, with the real mail sink, the real broker and a real worker."""

import socket
import time
from datetime import timedelta

import pytest
from django.db.models import F

from hackathon.celery import app
from hackathon.kernel import doorbell
from hackathon.kernel.notices import _notices
from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import queue_worded, relay_promises
from hackathon.mail.smtp import Step
from hackathon.models import EmailLog, OutboxMessage
from teams.team.services.registration import invite_members, register_team
from tests.factories import MemberFactory, UserFactory
from tests.mail_server import HANG, MailServer, be_well
from tests.post import arrived, text_of, wait_for
from tests.reading import squeezed

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


@pytest.fixture
def poisoned(event, challenge, monkeypatch):
    """Two promises, of which the first cannot be kept until ``poisoned.clear()``."""
    register(event, challenge)
    first = OutboxMessage.objects.order_by("pk").first()
    second = MemberFactory(team__event=event, team__challenge=challenge, is_captain=True)
    invite_members(actor=second.user, team=second.team, emails=["eve@example.org"])
    bad = {first.entry_id}

    def poison(entry):
        if entry.pk in bad:
            raise ValueError("cannot be told")
        yield from ()

    monkeypatch.setitem(_notices, first.entry.verb, [poison])
    return bad


def test_a_promise_that_fails_is_tried_once_a_sweep_and_holds_nobody_up(poisoned):
    relay_promises()

    [waits] = OutboxMessage.objects.filter(relayed_at=None)
    assert (waits.attempts, waits.held_at) == (1, None)
    assert "cannot be told" in waits.error
    assert EmailLog.objects.filter(recipient="eve@example.org").exists()
    relay_promises()
    waits.refresh_from_db()
    assert waits.attempts == 1


def test_a_promise_is_tried_again_with_pauses_and_kept_when_it_can_be(poisoned):
    for tries in range(1, 8):
        relay_promises()
        OutboxMessage.objects.update(not_before=F("not_before") - timedelta(minutes=15))
        assert OutboxMessage.objects.get(relayed_at=None).attempts == tries

    poisoned.clear()
    relay_promises()

    assert not OutboxMessage.objects.filter(relayed_at=None).exists()


def test_a_promise_that_fails_for_two_days_is_held_and_stays_on_record(poisoned):
    relay_promises()
    days = timedelta(hours=49)
    OutboxMessage.objects.update(
        not_before=F("not_before") - days, failing_since=F("failing_since") - days
    )

    relay_promises()
    relay_promises()

    waits = OutboxMessage.objects.get(relayed_at=None)
    assert waits.held_at
    assert waits.attempts == 2


def test_an_invitation_arrives_with_its_link_and_its_fixed_message_id(event, challenge, post):
    team = register(event, challenge)
    relay_promises()

    assert deliver_due() == 2

    [mail] = [mail for mail in arrived(post) if mail["To"] == "bob@example.org"]
    link = f"/teams/invitations/{team.invitations.get().token}/"
    assert link in text_of(mail)
    assert f'{link}?language=en" style="' in squeezed(text_of(mail, "html"))
    row = EmailLog.objects.get(recipient="bob@example.org")
    assert (mail["Message-ID"], row.status) == (row.message_id, "sent")


def test_a_name_made_to_break_a_mail_breaks_nothing(event, challenge, post):
    captain = UserFactory(name="Ada\r\nBcc: victim@example.org <b>")
    register_team(
        actor=captain,
        event=event,
        name="{{7*7}} <script>",
        challenge=challenge,
        invite=["bob@example.org"],
    )
    relay_promises()
    deliver_due()

    for mail in arrived(post):
        assert mail["Bcc"] is None
        assert "{{7*7}} <script>" in mail["Subject"]


def test_a_mail_that_cannot_be_worded_is_put_off_and_holds_nobody_up(event, challenge, post):
    register(event, challenge)
    relay_promises()
    broken = EmailLog.objects.order_by("id").first()
    EmailLog.objects.filter(pk=broken.pk).update(template="teams/mail/nothing")

    assert deliver_due() == 1

    broken.refresh_from_db()
    assert (broken.status, broken.attempts) == ("queued", 1)
    assert broken.not_before


def test_a_one_time_code_does_not_rest_in_the_log_once_it_is_sent(post):
    row = queue_worded(
        recipient="ada@example.org", language="en", template="code", subject="Code", text="X-42"
    )

    deliver_due()

    row.refresh_from_db()
    assert (row.status, row.text, row.html) == ("sent", "", "")
    assert ["X-42" in text_of(mail) for mail in arrived(post)] == [True]


@pytest.mark.django_db(transaction=True)
def test_killing_the_worker_with_fifty_mails_waiting_loses_none(worker):
    server = MailServer().start()
    server.plan = lambda step, recipient: HANG if step == Step.END else None
    for n in range(50):
        queue_worded(
            recipient=f"p{n}@example.org", language="en", template="t", subject="Hello", text="Hi"
        )
    victim = worker(server, lease=5)
    app.send_task("hackathon.tasks.sweep")
    wait_for(EmailLog.objects.filter(status="sending").exists, "mails are being sent")
    victim.child.kill()
    server.plan = be_well

    assert EmailLog.objects.filter(status="sending").exists()
    time.sleep(5.5)
    worker(server, lease=5)
    app.send_task("hackathon.tasks.sweep")
    sent = EmailLog.objects.filter(status="sent")
    wait_for(lambda: sent.count() == 50, "all fifty are sent")
    server.stop()

    assert len(server.taken) == len({mail.message_id for mail in server.taken}) == 50


@pytest.mark.parametrize("state", ["refused", "hung"])
def test_a_bell_that_nobody_hears_costs_no_request_anything(state, caplog):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, says nothing
        port = 1 if state == "refused" else silent.getsockname()[1]
        bell = doorbell.Bell(f"redis://127.0.0.1:{port}/0")
        began = time.monotonic()
        for _ in range(100):
            bell.ring(doorbell.SWEEP)
        assert time.monotonic() - began < 0.1
        wait_for(lambda: not bell.is_heard, "the bell is found to be out of order")

    assert not bell.is_heard
    assert bell.wanted <= {doorbell.SWEEP}
    assert caplog.text.count("out of order") == 1


def test_what_was_rung_for_meanwhile_is_heard_once_somebody_is_there(monkeypatch):
    monkeypatch.setattr(doorbell, "QUIET_SECONDS", 0.2)
    bell = doorbell.Bell("redis://127.0.0.1:1/0")
    bell.ring(doorbell.SWEEP)
    wait_for(lambda: not bell.is_heard, "the bell is found to be out of order")

    bell.address = None  # the tests' own Redis

    wait_for(lambda: bell.is_heard, "the bell is heard again")
    assert not bell.wanted
