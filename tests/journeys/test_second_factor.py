"""A passkey under the strict content policy, on a key that Chromium plays."""

import pytest
from allauth.account.models import EmailAddress

from tests import factories
from tests.journeys.people import PASSWORD

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def organiser(transactional_db):
    event = factories.EventFactory(organisers_need_second_factor=True)
    user = factories.OrganiserFactory(event=event).user
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def with_password(page, site, user):
    page.goto(f"{site.url}/account/login/?language=en")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()


def test_an_organiser_adds_a_passkey_and_signs_in_with_it(browse, site, organiser):
    # keys are bound to a name, never to a number
    site.url = site.url.replace("127.0.0.1", "localhost")
    page, complaints = browse(), []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    with_password(page, site, organiser)
    page.wait_for_url("**/me/")
    page.goto(f"{site.url}/admin/")
    page.wait_for_url("**/account/2fa/")
    page.locator("a[href$='/webauthn/add/']").click()
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.locator("#id_name").fill("Blue key")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator("#recovery_codes li").count() == 10
    page.goto(f"{site.url}/admin/")
    assert page.locator("#user-tools, h1").first.is_visible()

    page.context.clear_cookies()
    with_password(page, site, organiser)
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("#mfa_webauthn_authenticate").click()

    page.wait_for_url("**/me/")
    assert complaints == []
