"""A full venue gets in; a guesser does not, wherever they say they come from."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from hackathon.models import User
from tests.hackathon.accounts.test_second_factor import SECRET, code
from tests.post import code_to

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


def signs_in_by_code(user):
    client = Client(REMOTE_ADDR=VENUE)
    client.post(reverse("account_request_login_code"), {"email": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_to(user.email)})
    return "_auth_user_id" in client.session


def test_a_code_for_signing_in_can_be_sent_anew():
    [user] = crowd(1)
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": user.email})
    confirm = reverse("account_confirm_login_code")
    first = code_to(user.email)
    wrong = client.post(confirm, {"code": "ABCDEF"})
    assert "Send a new code" in wrong.text
    client.post(confirm, {"action": "resend"})
    assert code_to(user.email) != first
    client.post(confirm, {"code": code_to(user.email)})
    assert "_auth_user_id" in client.session


def others_came(action, number=490):
    """As the limiter counts those who came from the venue just before."""
    request = RequestFactory().post("/", REMOTE_ADDR=VENUE)
    for turn in range(number):
        assert ratelimit.consume(request, action=action, key=f"guest{turn}")


def test_500_people_behind_one_address_sign_in_at_once():
    others_came("login")
    assert all(signs_in(user) for user in crowd(10))


def test_500_people_behind_one_address_sign_in_by_mailed_code_at_once():
    others_came("request_login_code")
    assert all(signs_in_by_code(user) for user in crowd(10))


def test_500_people_behind_one_address_sign_up_at_once():
    others_came("signup")
    for turn in range(10):
        said = {"name": "Guest", "email": f"new{turn}@example.org", "password1": PASSWORD}
        page = Client(REMOTE_ADDR=VENUE).post(reverse("account_signup"), said)
        assert page.status_code == 302
    assert User.objects.count() == 10


def test_guessing_one_account_ends_whatever_the_forwarded_address_says():
    victim, other = crowd(2)
    for turn in range(12):
        assert not signs_in(victim, "wrong", **{"X-Forwarded-For": f"198.51.100.{turn}"})

    assert not signs_in(victim, **{"X-Forwarded-For": "203.0.113.9"})
    assert signs_in(other)


def test_who_is_guessed_at_still_comes_in_by_mailed_code():
    victim = crowd(1)[0]
    for _ in range(12):
        signs_in(victim, "wrong")
    assert not signs_in(victim)
    assert signs_in_by_code(victim)


@pytest.mark.parametrize("proxies", [0, 1])
def test_one_password_for_many_accounts_ends_whatever_the_forwarded_address_says(settings, proxies):
    """The reverse proxy appends the true address; whatever stands before it is the sender's."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "5/10m/ip"}
    people = crowd(7)
    for turn, person in enumerate(people[:6]):
        assert not signs_in(person, "wrong", **{"X-Forwarded-For": forged(turn, proxies)})

    assert not signs_in(people[6], **{"X-Forwarded-For": forged(99, proxies)})


def forged(turn, proxies):
    return ", ".join([f"198.51.100.{turn}", VENUE][: 1 + proxies])


def test_digits_of_the_second_factor_are_not_tried_out():
    victim = crowd(1)[0]
    TOTP.activate(victim, SECRET)
    client = Client(REMOTE_ADDR=VENUE)
    client.post(reverse("account_login"), {"login": victim.email, "password": PASSWORD})
    for turn in range(12):
        client.post(reverse("mfa_authenticate"), {"code": f"{turn:06}"})

    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert "_auth_user_id" not in client.session


def test_a_mailed_code_is_not_tried_out():
    victim = crowd(1)[0]
    client = Client(REMOTE_ADDR=VENUE)
    client.post(reverse("account_request_login_code"), {"email": victim.email})
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "ZZZ-ZZZ"})

    client.post(reverse("account_confirm_login_code"), {"code": code_to(victim.email)})
    assert "_auth_user_id" not in client.session
