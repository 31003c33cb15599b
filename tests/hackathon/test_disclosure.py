"""Whether an address has an account is told by no text, status, mail or time."""

import re
from time import perf_counter

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hackathon.models import EmailLog, User

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "ada@example.org", "eve@example.org"
FORMS = {
    "account_signup": {"name": "Somebody", "password1": "quite-another-horse"},
    "account_login": {"password": "quite-another-horse"},
    "account_reset_password": {},
    "account_request_login_code": {},
}
TURNS = 7


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


@pytest.mark.parametrize("form", FORMS)
def test_a_known_and_an_unknown_address_take_the_same_time(form):
    """The quickest of each: what a patient stopwatch would compare."""
    answer(form, KNOWN)
    times = [
        (answer(form, KNOWN)[-1], answer(form, f"{turn}{UNKNOWN}")[-1]) for turn in range(TURNS)
    ]
    known, unknown = (min(column) for column in zip(*times, strict=True))
    print(f"{form}: known {known * 1000:.0f} ms, unknown {unknown * 1000:.0f} ms")
    assert abs(known - unknown) < 0.03 + 0.1 * max(known, unknown)
