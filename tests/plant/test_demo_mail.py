"""The page that lists the demonstration's mail."""

import pytest
from django.urls import path

from hackathon.mail import demo
from hackathon.urls import urlpatterns as real

urlpatterns = [path("demo/mail/", demo.mail, name="demo_mail"), *real]


@pytest.fixture
def mailbox(settings, tmp_path, db):
    settings.ROOT_URLCONF = __name__
    settings.DEMO = True
    settings.DEMO_MAIL_DIR = tmp_path
    return tmp_path


def put(folder, number, subject, body, to="ada@example.org"):
    words = f"X-Envelope-To: {to}\nSubject: {subject}\nDate: Mon, 02 Nov 2026 10:00:00 +0000\n\n"
    (folder / f"{number}-1-1.eml").write_text(words + body)


def test_addresses_are_listed_with_their_number_of_mails(client, mailbox):
    put(mailbox, 1, "One", "")
    put(mailbox, 2, "Two", "")
    put(mailbox, 3, "Three", "", to="Bob@example.org")

    response = client.get("/demo/mail/")

    assert response.context["mailboxes"] == [("ada@example.org", 2), ("bob@example.org", 1)]


def test_a_mailbox_shows_its_own_mails_newest_first_with_links_to_follow(client, mailbox):
    put(mailbox, 9, "Older", "")
    put(mailbox, 10, "Newer", "Accept: http://127.0.0.1:8000/invitations/abc/\n<script>1</script>")
    put(mailbox, 11, "Private", "", to="bob@example.org")

    response = client.get("/demo/mail/", {"to": "ada@example.org"})

    assert [shown.subject for shown in response.context["messages_shown"]] == ["Newer", "Older"]
    text = response.content.decode()
    assert 'href="http://127.0.0.1:8000/invitations/abc/"' in text
    assert "<script>1" not in text


def test_outside_the_demo_there_is_no_such_page(client, mailbox, settings):
    settings.DEMO = False

    assert client.get("/demo/mail/").status_code == 404
