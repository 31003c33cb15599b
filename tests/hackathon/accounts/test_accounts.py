"""Signing in with a mailed code, and a new password from a mailed link."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from hackathon.models import EmailLog, User
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    cache.clear()
    user = User.objects.create_user("ada@example.org", "correct-horse-battery", language="fr")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def newest():
    return EmailLog.objects.order_by("-pk").first()


def is_signed_in(client):
    return client.get(reverse("hackathon:me")).status_code == 200


def test_a_mailed_code_signs_in(client, ada):
    client.post(reverse("account_request_login_code"), {"email": ada.email})
    code = re.search(r"^([A-Z0-9-]{6,})$", newest().text, re.M)[1]
    assert not is_signed_in(client)

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert is_signed_in(client)
    assert f">{code}</p>" in squeezed(newest().html)


def test_a_mailed_link_leads_to_a_new_password(client, ada, settings):
    settings.SITE_URL = "http://testserver"
    client.post(reverse("account_reset_password"), {"email": ada.email})
    link = re.search(r"http://testserver(/\S+)", newest().text)[1]
    form = client.get(link, follow=True)

    client.post(
        form.redirect_chain[-1][0],
        {"password1": "another-horse-entirely", "password2": "another-horse-entirely"},
    )

    ada.refresh_from_db()
    assert ada.check_password("another-horse-entirely")


def test_an_unknown_address_gets_the_same_answer_and_a_mail_that_says_so(client, ada):
    known = client.post(reverse("account_reset_password"), {"email": ada.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "eve@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert newest().recipient == "eve@example.org"
    assert reverse("account_signup") in newest().text


def test_name_and_language_are_changed_by_their_owner_and_on_record(client, ada):
    client.force_login(ada)
    page = reverse("hackathon:profile")
    assert "Enregistrer" in client.get(page).text

    client.post(page, {"name": "Ada L.", "language": "de"})

    ada.refresh_from_db()
    assert (ada.name, ada.language) == ("Ada L.", "de")
    assert "Guten Tag Ada L." in client.get(reverse("hackathon:me")).text
    assert client.post(page, {"name": "", "language": "xx"}).status_code == 200
