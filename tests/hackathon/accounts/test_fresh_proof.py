"""Whoever does what cannot be taken back proves anew who they are: in the way that they have."""

import html
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse

from judging.ranking.services.calculation import calculate
from tests.factories import AwardFactory, OrganiserFactory, PrizeFactory, judged_event
from tests.hackathon.accounts.test_second_factor import PASSWORD, SECRET, code, person_with_password
from tests.post import code_to
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Everything is decided: the page of publication is ready."""
    _judge, version = judged_event(during="deliberation")
    AwardFactory(
        prize=PrizeFactory(challenge=version.team.challenge), submission=version.submission
    )
    calculate(event=version.event)
    return version.event


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event, user=person_with_password()).user


@pytest.fixture
def page(event):
    return reverse("admin:judging_results_publish", args=[event.pk])


def has_button(answer):
    return answer.status_code == 200 and "Publish the results now" in answer.text


def press(client, page):
    shown = re.search(r'name="shown" value="([^"]+)"', client.get(page).text)[1]
    return lambda: client.post(page, {"shown": html.unescape(shown)})


def test_by_password_and_back_to_the_page(client, boss, page):
    client.force_login(boss)

    asked = client.get(page, follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    wrong = client.post(asked.redirect_chain[-1][0], {"password": "wrong"})
    assert wrong.status_code == 200
    back = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)

    assert back.redirect_chain == [(page, 302)]
    assert has_button(back)


def test_a_proof_that_hashes_the_password_anew_ends_no_session(client, boss, page, settings):
    """As after an update that makes passwords slower to guess."""
    client.force_login(boss)
    asked = client.get(page, follow=True)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]

    back = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)

    boss.refresh_from_db()
    assert boss.password.startswith("md5$")
    assert has_button(back)


def test_by_second_factor(client, boss, page):
    TOTP.activate(boss, SECRET)
    client.force_login(boss)

    asked = client.get(page)
    assert asked.status_code == 302
    other = reverse("mfa_reauthenticate") + f"?next={page}"
    back = client.post(other, {"code": code()}, follow=True)

    assert Authenticator.objects.filter(user=boss).exists()
    assert has_button(back)


def test_whoever_has_just_signed_in_is_not_asked_again(client, boss, page):
    cache.clear()
    client.post(reverse("account_login"), {"login": boss.email, "password": PASSWORD})

    assert has_button(client.get(page))


def test_by_a_mailed_code_for_whoever_has_neither(client, boss, page):
    """So do people of the organisation's sign-in, and those who only ever use mailed codes."""
    cache.clear()
    boss.set_unusable_password()
    boss.save()
    client.force_login(boss)

    asked = client.get(page, follow=True)
    place = asked.redirect_chain[-1][0]
    assert place.startswith(reverse("hackathon:prove_address"))
    sent = client.post(place, {"send": "1", "next": page}, follow=True)
    assert "cannot be taken back" in sent.text
    place = sent.redirect_chain[-1][0]
    assert "This is not the newest code" in client.post(place, {"code": "WRONG", "next": page}).text
    back = client.post(place, {"code": code_to(boss.email), "next": page}, follow=True)

    assert back.redirect_chain == [(page, 302)]
    assert has_button(back)


def test_a_proof_that_is_older_than_a_few_minutes_is_asked_for_again(client, boss, page, event):
    publish = press(confirmed(client, boss), page)
    confirmed(client, boss, ago=301)

    answer = publish()

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    event.refresh_from_db()
    assert event.published_at is None
    back = client.post(answer.url, {"password": PASSWORD}, follow=True)
    assert has_button(back)
    event.refresh_from_db()
    assert event.published_at is None
    publish()
    event.refresh_from_db()
    assert event.published_at


def test_nobody_is_led_elsewhere_by_the_address(client, boss):
    boss.set_unusable_password()
    boss.save()
    client.force_login(boss)

    text = client.get(reverse("hackathon:prove_address") + "?next=https://evil.example/").text

    assert "evil.example" not in text
