"""Account mails: where their links lead, how long they wait, and what the page says meanwhile."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from hackathon.models import EmailLog
from tests.factories import UserFactory
from tests.telling import LINK

pytestmark = pytest.mark.django_db

ELSEWHERE = "127.0.0.1:9999"


def sign_up(client, address="ada@example.org"):
    form = {"email": address, "password1": "correct-horse-battery", "name": "Ada"}
    return client.post(reverse("account_signup"), form)


def ask_for_all(client):
    """Each account mail that can be asked for without being signed in."""
    known = UserFactory(email="known@example.org", password="correct-horse-battery")
    sign_up(client, known.email)
    for name in ("account_reset_password", "account_request_login_code"):
        for address in (known.email, "unknown@example.org"):
            client.post(reverse(name), {"email": address})
    sign_up(Client(HTTP_HOST=ELSEWHERE))


def test_links_lead_to_the_address_of_the_site_whatever_the_request_says(settings):
    settings.ALLOWED_HOSTS = ["*"]

    ask_for_all(Client(HTTP_HOST=ELSEWHERE))

    texts = {mail.template: mail.text + mail.html for mail in EmailLog.objects.all()}
    assert len(texts) >= 4
    assert any(LINK.findall(text) for text in texts.values())
    for template, text in texts.items():
        assert ELSEWHERE not in text, template
        for link in LINK.findall(text):
            assert link.startswith(settings.SITE_URL), (template, link)


def test_codes_and_reset_links_lapse_and_other_mails_do_not():
    ask_for_all(Client())

    for mail in EmailLog.objects.all():
        brings_key = "reset/key" in mail.text or "code" in mail.template
        is_code = mail.template == "account/email/email_confirmation_signup"
        assert bool(mail.lapses_at) == (brings_key or is_code), mail.template


def state_page(client):
    return client.get(reverse("hackathon:mail_state")).content.decode()


def test_the_page_says_what_became_of_the_code(client):
    answer = sign_up(client)
    page = client.get(answer.url).content.decode()

    assert "on its way to ada@example.org" in page
    assert "sent a code" not in page
    assert page.count("on its way to") == 1, "it is said in one place, which changes"
    assert reverse("hackathon:mail_state") in page
    mail = EmailLog.objects.get()
    EmailLog.objects.update(created_at=F("created_at") - timedelta(seconds=9))
    assert "could not be sent yet" in state_page(client)
    assert "hx-trigger" in state_page(client)
    assert "could not be sent yet" in client.get(answer.url).content.decode()
    EmailLog.objects.update(status="failed")
    assert "refuses ada@example.org" in state_page(client)
    EmailLog.objects.update(status="sent", sent_at=F("created_at"))
    assert "was sent to ada@example.org" in state_page(client)
    assert "hx-trigger" not in state_page(client)
    long_ago = mail.created_at - timedelta(minutes=16)
    EmailLog.objects.update(status="failed", sent_at=None, created_at=long_ago)
    assert "no longer valid" in state_page(client)


def test_somebody_elses_mail_is_shown_to_nobody(client):
    sign_up(Client())

    assert client.get(reverse("hackathon:mail_state")).status_code == 404


def test_a_new_address_and_an_old_one_read_the_same():
    """Who has an account is told to nobody by the page that waits, however long that takes."""
    UserFactory(email="known@example.org")
    visitors = {"known@example.org": Client(), "fresh@example.org": Client()}
    for address, visitor in visitors.items():
        assert visitor.get(sign_up(visitor, address).url).status_code == 200
    for minutes in (0, 1, 4, 16):
        EmailLog.objects.update(created_at=F("created_at") - timedelta(minutes=minutes))
        pages = {state_page(visitor).replace(who, "…") for who, visitor in visitors.items()}
        assert len(pages) == 1, minutes


def test_asking_for_a_sign_in_code_tells_nobody_who_has_an_account():
    UserFactory(email="known@example.org")
    visitors = {"known@example.org": Client(), "unknown@example.org": Client()}
    for address, visitor in visitors.items():
        visitor.post(reverse("account_request_login_code"), {"email": address})
    for minutes in (0, 1, 4):
        EmailLog.objects.update(created_at=F("created_at") - timedelta(minutes=minutes))
        pages = {state_page(visitor).replace(who, "…") for who, visitor in visitors.items()}
        assert len(pages) == 1, minutes
