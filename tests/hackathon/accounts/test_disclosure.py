"""Whether an address has an account is told by no text, status, mail or time."""

import re
from math import inf
from time import perf_counter

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hackathon.models import EmailLog, User
from tests.post import code_to

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "ada@example.org", "eve@example.org"
FORMS = {
    "account_signup": {"name": "Somebody", "password1": "quite-another-horse"},
    "account_login": {"password": "quite-another-horse"},
    "account_reset_password": {},
    "account_request_login_code": {},
}
TURNS, MOST_TURNS = 7, 40


@pytest.fixture(autouse=True)
def ada():
    user = User.objects.create_user(KNOWN, "correct-horse-battery", name="Ada")
    EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)


def answer(form, address):
    """Status, where it leads, the page without what differs for everybody, mails, seconds."""
    cache.clear()
    client, mails = Client(), EmailLog.objects.count()
    field = "login" if form == "account_login" else "email"
    began = perf_counter()
    page = client.post(reverse(form), {field: address, **FORMS[form]})
    seconds = perf_counter() - began
    shown = client.get(page.url).text if page.status_code == 302 else page.text
    shown = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown).replace(address, "")
    return (
        page.status_code,
        page.headers.get("Location"),
        shown,
        (EmailLog.objects.count() - mails),
        seconds,
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_known_and_an_unknown_address_get_the_same_answer(form):
    assert answer(form, KNOWN)[:4] == answer(form, UNKNOWN)[:4]


def second_answer(form, address):
    """What a wrong code gets, after the mail was asked for."""
    cache.clear()
    client = Client()
    page = client.post(reverse(form), {"email": address, **FORMS[form]}).url
    wrong = client.post(page, {"code": "ZZZ-ZZZ"})
    again = client.post(page, {"action": "resend"})
    shown = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", wrong.text)
    return wrong.status_code, shown.replace(address, ""), again.status_code


@pytest.mark.parametrize("form", ["account_signup", "account_request_login_code"])
def test_a_wrong_code_and_a_new_one_get_the_same_answer(form):
    assert second_answer(form, KNOWN) == second_answer(form, UNKNOWN)


def test_the_end_of_guessing_gets_the_same_answer():
    def after_many(address):
        cache.clear()
        said = {"login": address, "password": "wrong"}
        answers = [Client().post(reverse("account_login"), said) for _ in range(12)]
        assert "Too many attempts" in answers[-1].text
        return [answer.status_code for answer in answers]

    assert after_many(KNOWN) == after_many(UNKNOWN)


def test_who_changes_their_address_learns_of_nobody(client):
    """The new address is told by mail that it has an account; the page says the same."""
    eve = User.objects.create_user(UNKNOWN, "correct-horse-battery", name="Eve")
    EmailAddress.objects.create(user=eve, email=UNKNOWN, verified=True, primary=True)

    def asks_for(address):
        cache.clear()
        client = Client()
        client.force_login(eve)
        client.post(reverse("hackathon:prove_address"), {"send": "1"})
        client.post(reverse("hackathon:prove_address"), {"code": code_to(UNKNOWN)})
        page = client.post(reverse("account_email"), {"action_add": "", "email": address})
        shown = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(page.url).text)
        return page.status_code, page.url, shown.replace(address, "")

    assert asks_for(KNOWN) == asks_for("nobody@example.org")


@pytest.mark.parametrize("form", FORMS)
def test_a_known_and_an_unknown_address_take_the_same_time(form):
    """The quickest of each: what a patient stopwatch would compare.

    A busy machine makes both slower for a while, which more turns undo; they undo no difference.
    """
    answer(form, KNOWN)
    known = unknown = inf
    for turn in range(MOST_TURNS):
        known = min(known, answer(form, KNOWN)[-1])
        unknown = min(unknown, answer(form, f"{turn}{UNKNOWN}")[-1])
        if turn >= TURNS and abs(known - unknown) < 0.03 + 0.1 * max(known, unknown):
            return
    pytest.fail(f"{form}: known {known * 1000:.0f} ms, unknown {unknown * 1000:.0f} ms")
