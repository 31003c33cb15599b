"""A new address counts when both the old and the new one have answered."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from hackathon.models import EmailLog, User
from tests.post import code_to

pytestmark = pytest.mark.django_db
OLD, NEW = "ada@example.org", "ada@example.net"


@pytest.fixture
def ada(client):
    cache.clear()
    user = User.objects.create_user(OLD, "correct-horse-battery", name="Ada")
    EmailAddress.objects.create(user=user, email=OLD, verified=True, primary=True)
    client.force_login(user)
    return user


def proves(client):
    page = reverse("hackathon:prove_address")
    client.post(page, {"send": "1"})
    return client.post(page, {"code": code_to(OLD)})


def asks_for(client, address, **more):
    return client.post(reverse("account_email"), {"action_add": "", "email": address, **more})


@pytest.mark.parametrize("more", [{}, {"action_send": ""}, {"action_remove": ""}])
def test_without_the_old_address_nothing_begins(client, ada, more):
    assert client.get(reverse("account_email")).url == reverse("hackathon:prove_address")

    assert asks_for(client, NEW, **more).url == reverse("hackathon:prove_address")

    assert not EmailLog.objects.filter(recipient=NEW).exists()
    assert not EmailAddress.objects.filter(email=NEW).exists()


def test_both_codes_change_it(client, ada):
    assert proves(client).url == reverse("account_email")
    confirm = asks_for(client, NEW).url
    ada.refresh_from_db()
    assert ada.email == OLD

    client.post(confirm, {"code": code_to(NEW)})

    ada.refresh_from_db()
    assert ada.email == NEW
    assert EmailAddress.objects.get(user=ada).email == NEW


def test_three_wrong_codes_end_the_right_one(client, ada):
    page = reverse("hackathon:prove_address")
    client.post(page, {"send": "1"})
    for _ in range(3):
        assert "not the newest code" in client.post(page, {"code": "ZZZ-ZZZ"}).text

    client.post(page, {"code": code_to(OLD)})

    assert client.get(reverse("account_email")).status_code == 302


def test_an_old_code_is_too_late_and_a_flood_of_codes_ends(client, ada, monkeypatch):
    page = reverse("hackathon:prove_address")
    client.post(page, {"send": "1"})
    monkeypatch.setattr("hackathon.accounts.address.SECONDS", 0)
    client.post(page, {"send": "1"})
    client.post(page, {"code": code_to(OLD)})
    assert client.get(reverse("account_email")).status_code == 302
    monkeypatch.undo()

    for _ in range(9):
        client.post(page, {"send": "1"})
    assert EmailLog.objects.filter(recipient=OLD).count() == 5
