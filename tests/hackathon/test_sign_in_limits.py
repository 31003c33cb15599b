"""A full venue gets in; a guesser does not, wherever they say they come from."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hackathon.models import User

pytestmark = pytest.mark.django_db
VENUE = "192.0.2.7"
PASSWORD = "right-horse-battery"


@pytest.fixture(autouse=True)
def quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def crowd(number):
    password = make_password(PASSWORD)
    names = [f"guest{n}@example.org" for n in range(number)]
    people = User.objects.bulk_create(User(email=name, password=password) for name in names)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )
    return people


def signs_in(user, password=PASSWORD, **headers):
    client = Client(REMOTE_ADDR=VENUE)
    client.post(
        reverse("account_login"), {"login": user.email, "password": password}, headers=headers
    )
    return "_auth_user_id" in client.session


def test_500_people_behind_one_address_sign_in_at_once():
    assert all(signs_in(user) for user in crowd(500))


def test_guessing_one_account_ends_whatever_the_forwarded_address_says():
    victim, other = crowd(2)
    for turn in range(12):
        assert not signs_in(victim, "wrong", **{"X-Forwarded-For": f"198.51.100.{turn}"})

    assert not signs_in(victim, **{"X-Forwarded-For": "203.0.113.9"})
    assert signs_in(other)
