"""The receipt page, its file and its mail say the same; an organiser can check them."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import relay_promises
from teams.submissions import receipts
from teams.submissions.selectors import proofs
from teams.submissions.services.submissions import submit
from tests.factories import EventFactory, MemberFactory, OrganiserFactory
from tests.post import arrived, text_of

pytestmark = pytest.mark.django_db

CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


@pytest.fixture
def version(ada):
    return submit(actor=ada.user, team=ada.team, key="one", content=CONTENT, revision=0)


@pytest.fixture
def text(version):
    return proofs.text_of(version)


@pytest.fixture
def check(client, ada):
    event = ada.team.event
    client.force_login(OrganiserFactory(event=event).user)
    page = reverse("admin:teams_attempt_receipts", args=[event.pk])
    return lambda **said: client.post(page, said).text


def test_page_file_and_mail_hold_the_same_signed_text(client, ada, version, text, post):
    client.force_login(ada.user)
    page = client.get(version.get_absolute_url())
    assert text in page.text.replace("&gt;", ">")
    assert proofs.public_key() in page.text

    file = client.get(page.context["request"].path + "receipt.txt")
    assert file.text == text
    assert "attachment" in file["Content-Disposition"]

    relay_promises()
    deliver_due()
    mail = text_of(arrived(post)[0])
    assert receipts.read_receipt(mail, proofs.public_key()).version == 1


def test_a_receipt_is_genuine_and_what_the_database_holds(check, text):
    assert "exactly what the database holds" in check(text=f"Look:\n{text}\nBye")
    file = SimpleUploadedFile("receipt.txt", text.encode())
    assert "exactly what the database holds" in check(file=file)


def test_a_receipt_that_was_altered_is_not_genuine(check, text):
    assert "the text was altered" in check(text=text.replace("Version: 1", "Version: 2"))
    assert "No receipt is in this text" in check(text="Trust me.")
    assert "Paste the receipt" in check(text="")


def test_a_genuine_receipt_that_the_database_contradicts_is_told_so(check, version):
    """As after a restored backup: signed here, held otherwise."""
    said = proofs.receipt_of(version)

    other = receipts.write_receipt(replace(said, sha256="0" * 64), proofs.signing_key())
    assert "the database says otherwise" in check(text=other)

    later = receipts.write_receipt(replace(said, version=9), proofs.signing_key())
    assert "holds no such version" in check(text=later)


def test_another_events_receipt_is_told_as_such_and_nothing_of_it_is_shown(check):
    other = MemberFactory(team__event=EventFactory(during="hacking"), team__name="Canary")
    theirs = submit(actor=other.user, team=other.team, key="x", content=CONTENT, revision=0)

    page = check(text=proofs.text_of(theirs))

    assert "of another event" in page
    assert theirs.sha256 not in page.split("<form")[0]


def test_a_key_from_the_environment_signs_instead(check, version, text, settings):
    settings.RECEIPT_KEY = "another secret of thirty-two letters"

    assert "signed with another key" in check(text=text)
    assert "exactly what the database holds" in check(text=proofs.text_of(version))


def test_the_check_page_is_for_the_events_own_organisers(client, ada, version):
    page = reverse("admin:teams_attempt_receipts", args=[ada.team.event.pk])
    client.force_login(OrganiserFactory(event=EventFactory()).user)

    assert client.post(page, {"text": "x"}).status_code == 404


def test_another_teams_receipt_does_not_exist(client, version):
    eve = MemberFactory(team__event=version.event)
    client.force_login(eve.user)

    for page in (version.get_absolute_url(), f"{version.get_absolute_url()}receipt.txt"):
        assert client.get(page).status_code == 404
