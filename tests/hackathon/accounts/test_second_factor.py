"""Who must show a second factor, and that nothing opens before it."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.post import code_to

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret=SECRET, ago=0):
    """The six digits of RFC 6238."""
    key = base64.b32decode(secret)
    counter = struct.pack(">Q", int(time.time()) // 30 - ago)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def person_with_password():
    cache.clear()
    user = factories.UserFactory()
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def organiser():
    event = factories.EventFactory(organisers_need_second_factor=True)
    return factories.OrganiserFactory(event=event, user=person_with_password()).user


def sign_in(client, user):
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return answer.url


@pytest.mark.parametrize("name", ["admin:index", "challenges:home", "judging:progress"])
def test_an_organiser_without_one_is_led_to_set_it_up(client, organiser, name):
    sign_in(client, organiser)
    of_event = [] if name == "admin:index" else [organiser.organises.get().event.slug]
    page = reverse(name, args=of_event)

    assert client.get(page).headers["Location"] == reverse("mfa_index")
    assert client.post(page).headers["Location"] == reverse("mfa_index")
    assert "asks for a second factor" in client.get(reverse("mfa_index")).text
    assert "asks for a second factor" in client.get(reverse("hackathon:me")).text


def test_nobody_else_is_asked(client, organiser):
    other = factories.OrganiserFactory(event=factories.EventFactory()).user
    for user in (other, factories.UserFactory()):
        client.force_login(user)
        assert client.get(reverse("hackathon:me")).status_code == 200


@pytest.mark.parametrize("asked", [True, False])
def test_a_judge_is_asked_when_the_event_says_so(client, asked):
    event = factories.EventFactory(judges_need_second_factor=asked)
    client.force_login(factories.JudgeFactory(event=event).user)

    assert client.get(reverse("judging:desk", args=[event.slug])).status_code == (
        302 if asked else 200
    )


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_in_the_browser_and_the_pages_open(client, organiser):
    sign_in(client, organiser)
    page = reverse("mfa_activate_totp")
    again = client.get(page)
    client.post(again.headers["Location"], {"password": PASSWORD})
    secret = re.search(r">([A-Z2-7 ]{39})<", client.get(page).text)[1].replace(" ", "")

    assert client.post(page, {"code": "000000"}).status_code == 200
    done = client.post(page, {"code": code(secret)})

    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"\b\d{8}\b", client.get(done.url).text)) == 10
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_password_alone_opens_nothing_once_there_is_a_factor(client, organiser):
    TOTP.activate(organiser, SECRET)
    assert sign_in(client, organiser) == reverse("mfa_authenticate")
    assert client.get(reverse("admin:index")).status_code == 302

    refused = client.post(reverse("mfa_authenticate"), {"code": "12345"})
    assert refused.status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert client.get(reverse("admin:index")).status_code == 200
    other = Client()
    sign_in(other, organiser)
    other.post(reverse("mfa_authenticate"), {"code": code()})
    assert other.get(reverse("hackathon:me")).status_code == 302, "a code opens once"


def test_a_session_from_before_the_factor_is_asked_for_it(client, organiser):
    client.force_login(organiser)
    TOTP.activate(organiser, SECRET)
    page = reverse("admin:index")

    asked = client.get(page)

    assert asked.headers["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2F"
    client.post(asked.url, {"code": code(), "next": page})
    assert client.get(page).status_code == 200


def test_a_recovery_code_opens_once(client, organiser):
    TOTP.activate(organiser, SECRET)
    spare = RecoveryCodes.activate(organiser).get_unused_codes()[0]
    for opened in (200, 302):
        client = Client()
        sign_in(client, organiser)
        client.post(reverse("mfa_authenticate"), {"code": spare})
        assert client.get(reverse("hackathon:me")).status_code == opened


def test_the_last_factor_stays_while_it_is_asked_for(client, organiser):
    TOTP.activate(organiser, SECRET)
    sign_in(client, organiser)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = reverse("mfa_deactivate_totp")
    client.post(page)
    assert Authenticator.objects.filter(user=organiser, type="totp").exists()

    event = organiser.organises.get().event
    with factories.unguarded("test"):
        event.organisers_need_second_factor = False
        event.save()
    client.post(page)
    assert not Authenticator.objects.filter(user=organiser).exists()


def test_a_copy_of_the_database_holds_no_readable_secret(organiser):
    TOTP.activate(organiser, SECRET)
    assert SECRET not in str(Authenticator.objects.values_list("data").get())


def test_it_costs_no_query_more(client, organiser, django_assert_num_queries):
    client.force_login(factories.UserFactory())
    with django_assert_num_queries(2):  # the session, and the person with what is asked of them
        client.get(reverse("account_login"))


def test_one_signs_out_everywhere_else(organiser):
    user, here, there = person_with_password(), Client(), Client(HTTP_USER_AGENT="Phone")
    for client in (here, there):
        sign_in(client, user)
    page = reverse("usersessions_list")
    assert "Phone" in here.get(page).text

    here.post(page)

    assert here.get(reverse("hackathon:me")).status_code == 200
    assert there.get(reverse("hackathon:me")).status_code == 302


def test_a_mailed_code_alone_opens_nothing_once_there_is_a_factor(client, organiser):
    TOTP.activate(organiser, SECRET)
    client.post(reverse("account_request_login_code"), {"email": organiser.email})
    mailed = {"code": code_to(organiser.email)}

    answer = client.post(reverse("account_confirm_login_code"), mailed)

    assert answer.url == reverse("mfa_authenticate")
    assert client.get(reverse("hackathon:me")).status_code == 302


SETTINGS = [
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
]


def test_a_factor_and_its_codes_are_for_who_has_just_shown_who_they_are(client, organiser):
    """A session that somebody left open sets up, shows and removes nothing."""
    TOTP.activate(organiser, SECRET)
    RecoveryCodes.activate(organiser)
    client.force_login(organiser)
    for name in SETTINGS:
        assert "/reauthenticate/" in client.get(reverse(name)).url, name
        assert client.post(reverse(name)).status_code in (302, 405)
    assert Authenticator.objects.filter(user=organiser).count() == 2


def test_a_new_password_ends_the_other_sessions():
    user, here, there = person_with_password(), Client(), Client()
    for client in (here, there):
        sign_in(client, user)

    new = {"oldpassword": PASSWORD, "password1": "a-new-horse-battery"}
    here.post(reverse("account_change_password"), {**new, "password2": new["password1"]})

    assert there.get(reverse("hackathon:me")).status_code == 302


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
            "Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
            "Firefox · Linux",
        ),
        ("curl/8.5", "curl/8.5"),
    ],
)
def test_a_session_goes_by_the_name_of_its_browser(agent, name):
    user, client = person_with_password(), Client(HTTP_USER_AGENT=agent)
    sign_in(client, user)
    assert name in client.get(reverse("usersessions_list")).text
