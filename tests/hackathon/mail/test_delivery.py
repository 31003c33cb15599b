"""What a mail server may do at each step of the dialogue, and whose fault it is taken for."""

import logging
import os
import signal
import threading
from collections import Counter
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import F
from django.utils import timezone

from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import queue_worded
from hackathon.mail.smtp import Blame, Fault, Step
from hackathon.models import EmailLog, MailServer
from tests.mail_server import DROP, HANG, be_well, certificate_in
from tests.mail_server import MailServer as Server

pytestmark = pytest.mark.django_db

PEOPLE = ["ada@example.org", "bob@example.org", "eve@example.org"]
BOB = "bob@example.org"
BEFORE = [Step.BANNER, Step.EHLO, Step.STARTTLS, Step.AUTH, Step.MAIL]
ABOUT_ONE = [Step.RCPT, Step.DATA, Step.END]
TROUBLES = ["451 try again", "550 no", DROP, HANG]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_in(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server(settings, certificate, monkeypatch):
    context, trusted = certificate
    monkeypatch.setenv("SSL_CERT_FILE", trusted)
    server = Server(tls=True, certificate=context).start()
    settings.EMAIL_BACKEND = "hackathon.mail.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = True, 0.3
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "house", "secret"
    yield server
    server.stop()


def queue(*people, **columns):
    return [
        queue_worded(
            recipient=person,
            language="en",
            template="t",
            subject="Hello",
            text=f"To {person}",
            **columns,
        )
        for person in people
    ]


def let_pass(time):
    """Everything that is written down is as much older."""
    for name in ("not_before", "tried_first_at", "created_at", "lease_until", "lapses_at"):
        EmailLog.objects.update(**{name: F(name) - time})
    for name in ("held_until", "failing_since"):
        MailServer.objects.update(**{name: F(name) - time})


def states():
    return dict(EmailLog.objects.values_list("recipient", "status"))


def fail_at(step, trouble, recipient=""):
    return lambda at, to: trouble if at == step and to == (recipient or to) else None


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("step", BEFORE)
def test_what_the_server_says_before_a_recipient_is_held_against_no_mail(
    server, step, trouble, caplog
):
    queue(*PEOPLE)
    server.plan = fail_at(step, trouble)

    with caplog.at_level(logging.INFO):
        assert deliver_due() == 0
        assert deliver_due() == 0  # the queue waits

    assert set(states().values()) == {"queued"}
    assert not EmailLog.objects.filter(text="").exists()
    assert set(EmailLog.objects.values_list("attempts", flat=True)) == {0}
    assert server.connections == 1
    [held] = [line for line in caplog.messages if "takes no mails" in line]
    assert step.value in held
    assert "@" not in caplog.text
    server.plan = be_well
    let_pass(timedelta(minutes=1))
    assert deliver_due() == 3
    assert Counter(mail.recipient for mail in server.taken) == Counter(PEOPLE)
    assert not MailServer.objects.exists()


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("step", ABOUT_ONE)
def test_what_concerns_one_mail_ends_at_most_that_one(server, step, trouble, caplog):
    queue(*PEOPLE)
    server.plan = fail_at(step, trouble, BOB)

    with caplog.at_level(logging.INFO):
        assert deliver_due() == 2

    is_refused = trouble.startswith("5")
    assert states().pop(BOB) == ("failed" if is_refused else "queued")
    row = EmailLog.objects.get(recipient=BOB)
    assert (row.text, row.attempts) == (f"To {BOB}", 1)
    assert row.error.startswith(step.value)
    assert [line for line in caplog.messages if f"Mail {row.pk}" in line and step.value in line]
    server.plan = be_well
    let_pass(timedelta(minutes=1))
    deliver_due()
    times = Counter(mail.recipient for mail in server.taken)
    again = step == Step.END and trouble == DROP  # it had been taken, and nobody could know
    assert times == {PEOPLE[0]: 1, PEOPLE[2]: 1} | ({} if is_refused else {BOB: 2 if again else 1})
    assert len({mail.message_id for mail in server.taken if mail.recipient == BOB}) <= 1


def test_a_server_that_is_away_is_held_against_no_mail(server):
    queue(*PEOPLE)
    server.stop()

    assert deliver_due() == 0

    assert set(EmailLog.objects.values_list("status", "attempts")) == {("queued", 0)}
    assert MailServer.objects.get().step == "connect"


@pytest.mark.parametrize("step", ABOUT_ONE)
def test_a_rate_limit_makes_all_wait_and_ends_none(server, step):
    queue(*PEOPLE)
    server.plan = fail_at(step, "421 too many mails")

    assert deliver_due() == 0

    assert set(states().values()) == {"queued"}
    assert MailServer.objects.exists()


@pytest.mark.parametrize(
    "words", ["554 5.7.1 Relay access denied", "554 relay denied", "550 relaying denied", "554 no"]
)
def test_who_refuses_everybody_at_the_recipient_refuses_the_sender(server, words):
    people = [f"p{number}@example.org" for number in range(10)]
    queue(*people)
    server.plan = fail_at(Step.RCPT, words)

    assert deliver_due() == 0

    assert set(states().values()) == {"queued"}
    assert EmailLog.objects.filter(attempts=1).count() == 3
    assert MailServer.objects.exists()
    server.plan = be_well
    let_pass(timedelta(minutes=1))
    assert deliver_due() == 10


def test_a_connection_that_the_server_has_had_enough_of_is_made_anew(server):
    queue(*PEOPLE)
    mails = []

    def close_after_one(step, recipient):
        if step == Step.MAIL:
            mails.append(step)
            return "421 enough" if len(mails) == 2 else None
        return None

    server.plan = close_after_one

    assert deliver_due() == 3
    assert not MailServer.objects.exists()


def test_pauses_grow_and_after_two_days_mails_are_held_with_their_words(server):
    queue(*PEOPLE)
    queue("code@example.org", lapses_at=timezone.now() + timedelta(days=9))
    server.plan = fail_at(Step.AUTH, "535 wrong password")
    pauses = []
    for _ in range(12):
        deliver_due()
        known = MailServer.objects.get()
        pauses.append(round((known.held_until - timezone.now()).total_seconds()))
        let_pass(timedelta(minutes=15))
    assert pauses == sorted(pauses)
    assert pauses[0] < 11
    assert 800 < pauses[-1] <= 900

    let_pass(timedelta(hours=48))
    deliver_due()

    assert {states()[person] for person in PEOPLE} == {"held"}
    assert not EmailLog.objects.filter(text="").exists()
    assert states()["code@example.org"] == "queued"


def test_trouble_that_is_over_is_told_no_more_even_if_nobody_writes(server):
    queue(BOB)
    server.plan = fail_at(Step.AUTH, "535 wrong password")
    deliver_due()
    EmailLog.objects.update(status="held")
    server.plan = be_well
    deliver_due()
    assert MailServer.objects.exists()
    let_pass(timedelta(minutes=1))

    assert deliver_due() == 0
    assert not MailServer.objects.exists()


@pytest.mark.parametrize("address", ["jürgen@example.org", "a b@example.org", "@@", "x" * 90])
def test_an_address_that_cannot_be_written_to_holds_nobody_up(server, address):
    queue(address, *PEOPLE)

    deliver_due()

    assert {states()[person] for person in PEOPLE} == {"sent"}
    assert not MailServer.objects.exists()


def test_one_mail_that_is_put_off_for_two_days_is_held(server):
    queue(BOB)
    server.plan = fail_at(Step.RCPT, "450 busy", BOB)
    deliver_due()
    assert states() == {BOB: "queued"}
    let_pass(timedelta(hours=49))

    deliver_due()

    row = EmailLog.objects.get()
    assert (row.status, row.text, row.attempts) == ("held", f"To {BOB}", 2)


def test_a_code_goes_first_and_is_emptied_when_it_has_lapsed(server):
    queue(*PEOPLE)
    queue("code@example.org", lapses_at=timezone.now() + timedelta(minutes=3))

    deliver_due(limit=1)
    assert [mail.recipient for mail in server.taken] == ["code@example.org"]

    queue("late@example.org", lapses_at=timezone.now() - timedelta(seconds=1))
    deliver_due()
    row = EmailLog.objects.get(recipient="late@example.org")
    assert (row.status, row.text) == ("failed", "")
    assert len(server.taken) == 4


def test_a_slow_server_is_left_before_the_lease_is_over(server, settings):
    settings.MAIL_LEASE_SECONDS, settings.EMAIL_TIMEOUT = 5, 30
    queue(BOB)
    server.plan = fail_at(Step.DATA, HANG)
    began = timezone.now()

    deliver_due()

    assert timezone.now() - began < timedelta(seconds=5)
    assert states() == {BOB: "queued"}


def test_a_time_limit_ends_the_round_and_no_mail(server, settings):
    """As Celery does it: an exception that comes up wherever the worker happens to be."""
    settings.EMAIL_TIMEOUT = 20
    queue(BOB)
    server.plan = fail_at(Step.END, HANG)
    handler = signal.signal(signal.SIGUSR1, raise_limit)
    threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGUSR1]).start()
    try:
        with pytest.raises(SoftTimeLimitExceeded):
            deliver_due()
    finally:
        signal.signal(signal.SIGUSR1, handler)

    row = EmailLog.objects.get()
    assert (row.status, row.text) == ("sending", f"To {BOB}")
    server.plan = be_well
    let_pass(timedelta(seconds=61))
    assert deliver_due() == 1


def raise_limit(*_received):
    raise SoftTimeLimitExceeded


@pytest.mark.parametrize(
    ("step", "code", "words", "blames"),
    [
        (Step.RCPT, 550, "5.1.1 no such user", Blame.MAIL),
        (Step.RCPT, 550, "User unknown", Blame.MAIL),
        (Step.RCPT, 553, "5.1.8 sender's domain", Blame.DOUBT),
        (Step.RCPT, 554, "5.7.1 <a@b.c>: Relay access denied", Blame.DOUBT),
        (Step.RCPT, 554, "relay denied", Blame.DOUBT),
        (Step.RCPT, 550, "Relaying not permitted to <relay@b.c>", Blame.DOUBT),
        (Step.RCPT, 550, "5.1.2 we do not relay", Blame.DOUBT),
        (Step.RCPT, 550, "<relay@b.c>: user unknown", Blame.MAIL),
        (Step.RCPT, 554, "5.1.1 no such user", Blame.MAIL),
        (Step.RCPT, 554, "5.2.1 mailbox disabled", Blame.MAIL),
        (Step.RCPT, 554, "Transaction failed", Blame.DOUBT),
        (Step.RCPT, 530, "5.7.0 sign in first", Blame.SERVER),
        (Step.RCPT, 452, "4.2.2 mailbox full", Blame.DOUBT),
        (Step.END, 554, "5.7.1 spam", Blame.MAIL),
        (Step.END, 552, "too large", Blame.MAIL),
        (Step.MAIL, 553, "5.7.1 sender refused", Blame.SERVER),
    ],
)
def test_words_of_well_known_servers(step, code, words, blames):
    assert Fault(step, code, words).blames == blames
