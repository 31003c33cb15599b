"""Signing in at the organisation, against a provider that really speaks OpenID Connect."""

import json
import socket
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings

from hackathon.embedded import places
from hackathon.models import User
from tests.journeys.conftest import Site, database_of
from tests.post import wait_for

ADA = {"sub": "ada", "email": "ada@example.org", "email_verified": True, "name": "Ada Lovelace"}
EVE = {"sub": "eve", "email": "ada@example.org", "email_verified": False, "name": "Eve"}


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def provider():
    port = places.free_port()
    claims = [part for person in (ADA, EVE) for part in ("--user-claims", json.dumps(person))]
    program = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims]
    with subprocess.Popen(program, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: answers(port), "the provider answers")
        yield f"http://localhost:{port}"
        process.terminate()


@pytest.fixture(scope="module")
def pages(tmp_path_factory, django_db_setup, provider):
    about = {
        "OIDC_NAME": "Example Police",
        "OIDC_SERVER_URL": provider,
        "OIDC_CLIENT_ID": "hackathon",
        "OIDC_CLIENT_SECRET": "not-a-secret-at-all",
    }
    with Site(tmp_path_factory.mktemp("pages"), database_of(settings), **about) as site:
        yield site


def comes_as(page, who):
    page.goto("/account/login/?language=en")
    page.get_by_role("link", name="Sign in with Example Police").click()
    page.locator("main form button").first.click()
    page.locator("input[name=sub]").fill(who)
    page.locator("button[type=submit]:visible, input[type=submit]:visible").first.click()


def test_somebody_new_comes_in_with_name_and_address(browse, site):
    page = browse()
    comes_as(page, "ada")
    page.wait_for_url("**/me/")

    assert "Hello Ada Lovelace" in page.locator("h1").inner_text()
    assert EmailAddress.objects.get(email="ada@example.org").verified
    assert not User.objects.get().has_usable_password()


def test_an_account_that_is_there_is_found_by_its_verified_address(browse, site):
    user = User.objects.create_user("ada@example.org", "correct-horse-battery", name="Ada L.")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page = browse()
    comes_as(page, "ada")
    page.wait_for_url("**/me/")

    assert User.objects.get() == user


def test_an_address_that_nobody_verified_opens_nobodys_account(browse, site):
    user = User.objects.create_user("ada@example.org", "correct-horse-battery", name="Ada L.")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page = browse()
    comes_as(page, "eve")
    page.wait_for_url(f"{site.url}/account/**")

    page.goto("/me/")
    assert page.url.startswith(f"{site.url}/account/")
    assert User.objects.get() == user
