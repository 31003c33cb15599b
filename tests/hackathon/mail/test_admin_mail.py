"""What organisers see of mails, and what they can decide: each with its entry in the log."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.mail.services import decisions
from hackathon.mail.services.queueing import queue_worded
from hackathon.models import AuditEntry, ClockFailure, EmailLog, MailServer, OutboxMessage
from tests.factories import EventFactory, OrganiserFactory, UserFactory

pytestmark = pytest.mark.django_db
WHY = "The address was typed wrongly."


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event, user__name="Boss").user


@pytest.fixture
def entry(event, boss):
    decisions.release_mails(actor=boss, event=event)  # leaves an entry to hang mails on
    return AuditEntry.objects.latest("pk")


def mail_in(entry, status="queued", recipient="bob@example.org", **columns):
    columns["sent_at"] = timezone.now() if status == "sent" else None
    return EmailLog.objects.create(
        entry=entry, recipient=recipient, status=status, template="teams/mail/invitation", **columns
    )


def page_of(mail):
    return reverse("admin:hackathon_emaillog_change", args=[mail.pk])


def press(client, mail, do, **fields):
    form = {"do": do} | {f"{do}-{name}": value for name, value in fields.items()}
    return client.post(page_of(mail), form, follow=True)


@pytest.mark.parametrize(
    ("before", "do", "fields", "after"),
    [
        ("queued", "hold", {"reason": WHY}, "held"),
        ("held", "release", {}, "queued"),
        ("failed", "resend", {"reason": WHY}, "queued"),
        ("sent", "resend", {"reason": WHY}, "queued"),
        ("failed", "drop", {"reason": WHY}, "failed"),
        ("failed", "readdress", {"reason": WHY, "address": "rob@example.org"}, "queued"),
    ],
)
def test_each_decision_is_a_form_and_an_entry_in_the_log(
    client, event, boss, entry, before, do, fields, after
):
    mail = mail_in(entry, before)
    first_id = mail.message_id
    client.force_login(boss)

    page = press(client, mail, do, **fields)

    assert page.status_code == 200
    mail.refresh_from_db()
    assert mail.status == after
    assert mail.reason == fields.get("reason", "")
    assert mail.recipient == fields.get("address", "bob@example.org")
    assert (mail.message_id == first_id) is (before != "sent")
    logged = AuditEntry.objects.latest("pk")
    assert (logged.verb, logged.actor, logged.event) == (f"mail.{do}", boss, event)
    assert logged.data["mails"] == [mail.pk]
    assert WHY not in str(logged.data)


@pytest.mark.parametrize("do", ["hold", "resend", "drop", "readdress"])
def test_without_a_reason_nothing_is_decided_and_the_field_says_so(client, boss, entry, do):
    mail = mail_in(entry, "failed" if do == "resend" else "queued")
    client.force_login(boss)

    page = press(client, mail, do, reason="", address="rob@example.org")

    assert "This field is required" in page.content.decode()
    mail.refresh_from_db()
    assert (mail.status, mail.recipient) == (
        "failed" if do == "resend" else "queued",
        "bob@example.org",
    )


def test_what_has_changed_meanwhile_is_told(client, boss, entry):
    mail = mail_in(entry, "sent")
    client.force_login(boss)

    assert "has changed meanwhile" in press(client, mail, "hold", reason=WHY).content.decode()


def test_a_mail_on_its_way_is_left_alone(event, boss, entry):
    mail = mail_in(entry, "sending", lease_until=timezone.now())

    with pytest.raises(ValidationError, match="being sent"):
        decisions.hold_mails(actor=boss, event=event, mails=[mail.pk], reason=WHY)


def test_mails_of_somebody_with_an_account_go_to_their_own_address_alone(event, boss, entry):
    mail = mail_in(entry, "failed", reader=UserFactory())

    with pytest.raises(ValidationError, match="has an account"):
        decisions.readdress_mail(
            actor=boss, event=event, mail=mail.pk, address="eve@example.org", reason=WHY
        )


def test_one_address_gets_one_mail(event, boss, entry):
    mail_in(entry, "sent", "rob@example.org")
    mail = mail_in(entry, "failed")

    with pytest.raises(ValidationError, match="already"):
        decisions.readdress_mail(
            actor=boss, event=event, mail=mail.pk, address="rob@example.org", reason=WHY
        )


def test_all_that_is_held_goes_with_one_press_promises_too(client, event, boss, entry):
    mails = [mail_in(entry, "held", f"p{number}@example.org") for number in range(3)]
    waiting = {"held_at": timezone.now(), "failing_since": timezone.now(), "error": "x"}
    OutboxMessage.objects.update_or_create(entry=entry, defaults=waiting)
    client.force_login(boss)

    page = client.post(
        reverse("admin:hackathon_emaillog_release"), {"event": event.pk}, follow=True
    )

    assert "On their way: 4" in page.content.decode()
    assert {EmailLog.objects.get(pk=mail.pk).status for mail in mails} == {"queued"}
    assert not OutboxMessage.objects.filter(held_at__isnull=False).exists()


def test_another_events_mails_and_those_of_accounts_are_not_there(client, boss, entry):
    other = OrganiserFactory(event=EventFactory(during="hacking"))
    decisions.release_mails(actor=other.user, event=other.event)
    strange = mail_in(AuditEntry.objects.latest("pk"), "held")
    account = queue_worded(
        recipient="c@example.org", language="en", template="t", subject="Code", text="X"
    )
    client.force_login(boss)

    for mail in (strange, account):
        assert client.get(page_of(mail)).status_code == 404
        assert press(client, mail, "release").status_code == 404
    listed = client.get(reverse("admin:hackathon_emaillog_changelist")).content.decode()
    assert "c@example.org" not in listed
    release = reverse("admin:hackathon_emaillog_release")
    assert client.post(release, {"event": other.event_id}).status_code == 404
    with pytest.raises(PermissionDenied):
        decisions.decide_site_mails(actor=boss, act="release", mails=None)


def test_who_runs_the_site_decides_about_account_mails_and_nobody_sends_a_lapsed_code():
    staff = UserFactory(is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(staff)
    mail = queue_worded(
        recipient="c@example.org", language="en", template="t", subject="Hello", text="X"
    )

    press(client, mail, "hold", reason=WHY)
    mail.refresh_from_db()
    assert mail.status == "held"
    press(client, mail, "release")
    mail.refresh_from_db()
    assert mail.status == "queued"
    assert AuditEntry.objects.latest("pk").data["act"] == "release"
    EmailLog.objects.update(status="failed", text="")
    assert "no longer kept" in client.get(page_of(mail)).content.decode()
    with pytest.raises(ValidationError, match="no longer kept"):
        decisions.decide_site_mails(actor=staff, act="resend", mails=[mail.pk], reason=WHY)


def test_a_person_is_found_by_name_or_address(client, boss, entry):
    mail_in(entry, "sent", "grace@example.org", reader=UserFactory(name="Grace Hopper"))
    mail_in(entry, "sent", "other@example.org")
    client.force_login(boss)

    for words in ("hopper", "grace@"):
        page = client.get(reverse("admin:hackathon_emaillog_changelist"), {"q": words})
        assert "grace@example.org" in page.content.decode()
        assert "other@example.org" not in page.content.decode()


def test_the_workplace_says_what_needs_somebody_and_is_silent_otherwise(client, event, boss, entry):
    client.force_login(boss)
    index = reverse("admin:index")
    mail_in(entry, "queued")
    assert 'class="verdict"' not in client.get(index).content.decode()

    EmailLog.objects.update(created_at=F("created_at") - timedelta(minutes=16))
    assert "The oldest has waited since" in client.get(index).content.decode()
    mail_in(entry, "failed", "eve@example.org", error="550 no such user")
    assert "1 failed" in client.get(index).content.decode()
    ClockFailure.objects.create(
        task="judging.tasks.publish_missing_rules",
        event=event,
        subject="event 1",
        tries=1,
        failing_since=timezone.now(),
        not_before=timezone.now(),
        error="ValueError: x",
    )
    assert "publishing the rule sheet" in client.get(index).content.decode()


def test_who_runs_the_site_reads_what_the_mail_server_says(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    MailServer.objects.create(
        pk=1,
        failing_since=timezone.now(),
        held_until=timezone.now(),
        step="AUTH",
        error="AUTH: 535 wrong password",
    )

    assert "535 wrong password" in client.get(reverse("admin:index")).content.decode()


def test_the_index_asks_as_often_for_one_event_as_for_many(
    client, boss, django_assert_max_num_queries
):
    for _ in range(5):
        OrganiserFactory(event=EventFactory(during="hacking"), user=boss)
    client.force_login(boss)

    with django_assert_max_num_queries(40):
        client.get(reverse("admin:index"))
