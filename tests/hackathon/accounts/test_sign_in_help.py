"""Who runs the site helps others to sign in: with a reason, on record, and never in silence."""

import hashlib
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from hackathon.accounts.services import sign_in_help
from hackathon.accounts.sign_in_links import new_token
from hackathon.mail.services.delivery import compose
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, EmailLog, SignInHelp
from tests import factories
from tests.clock import database_at
from tests.hackathon.accounts.test_second_factor import PASSWORD, SECRET, code, sign_in

pytestmark = pytest.mark.django_db


def passkey():
    """What a browser registers, as allauth keeps it."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    credential = AttestedCredentialData.create(
        bytes(16), b"key", ES256.from_cryptography_key(public)
    )
    seen = AuthenticatorData.create(
        hashlib.sha256(b"localhost").digest(), 0x45, 0, credential_data=credential
    )
    client = CollectedClientData.create("webauthn.create", b"challenge", "https://localhost")
    response = {
        "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
        "clientDataJSON": websafe_encode(client),
    }
    own = {"id": websafe_encode(b"key"), "rawId": websafe_encode(b"key"), "type": "public-key"}
    return {
        "name": "Key",
        "credential": {**own, "response": response, "clientExtensionResults": {}},
    }


REASON = "Lost the phone, called from the office."


@pytest.fixture
def boss():
    return factories.UserFactory(is_superuser=True, is_staff=True, name="Eve Admin")


@pytest.fixture
def judge():
    person = factories.UserFactory(name="Ada Judge")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def mail_to(person):
    relay_promises()
    return compose(EmailLog.objects.get(recipient=person.email)).body


def link_in(text):
    return re.search(r"https?://[^/]+(/enter/\S+)", text)[1]


def ask(client, person, **data):
    return client.post(reverse("admin:help_person", args=[person.pk]), data, follow=True)


@pytest.mark.parametrize("do", ["link", "factor", "sessions"])
def test_each_act_has_a_reason_an_entry_and_a_mail_that_names_who_did_it(client, boss, judge, do):
    TOTP.activate(judge, SECRET)
    client.force_login(boss)

    page = ask(client, judge, do=do, reason="")
    assert "This field is required" in page.text
    assert not SignInHelp.objects.exists()
    page = ask(client, judge, do=do, reason=REASON)

    assert REASON in page.text
    given = SignInHelp.objects.get()
    entry = AuditEntry.objects.get()
    assert (given.kind, given.helped_by, given.person) == (do, boss, judge)
    assert (entry.actor, entry.subject, entry.data) == (boss, judge, {"help": given.pk})
    text = mail_to(judge)
    assert f"Eve Admin ({boss.email})" in text
    assert REASON in text


def test_the_link_signs_in_once_and_only_when_its_button_is_pressed(client, boss, judge):
    sign_in_help.send_sign_in_link(actor=boss, person=judge, reason=REASON)
    link = link_in(mail_to(judge))

    assert judge.email in client.get(link).text
    assert "_auth_user_id" not in client.session, "a program that opens links uses none up"
    assert client.post(link).url == reverse("hackathon:me")

    assert client.session["_auth_user_id"] == str(judge.pk)
    used = Client().get(link)
    assert used.status_code == 404
    assert "no longer valid" in used.text


def test_the_link_asks_for_the_second_factor_all_the_same(client, boss, judge):
    TOTP.activate(judge, SECRET)
    sign_in_help.send_sign_in_link(actor=boss, person=judge, reason=REASON)

    answer = client.post(link_in(mail_to(judge)))

    assert answer.url == reverse("mfa_authenticate")
    client.post(answer.url, {"code": code()})
    assert client.get(reverse("hackathon:me")).status_code == 200


def test_a_link_is_nobody_elses_and_not_made_up(client, judge):
    token = new_token(judge, judge.email)
    for wrong in (token[:-1], "x", f"{token}x"):
        assert client.get(reverse("hackathon:enter", args=[wrong])).status_code == 404


def test_several_links_in_a_row_are_refused_in_words(client, boss, judge):
    client.force_login(boss)
    for _ in range(sign_in_help.MOST_LINKS):
        ask(client, judge, do="link", reason=REASON)

    page = ask(client, judge, do="link", reason="Once more, please.")

    assert "Wait ten minutes" in page.text
    assert "Once more, please." in page.text
    assert SignInHelp.objects.count() == sign_in_help.MOST_LINKS


def test_nobody_is_mailed_at_an_address_that_was_never_confirmed(client, boss):
    client.force_login(boss)
    page = ask(client, factories.UserFactory(), do="link", reason=REASON)
    assert "never confirmed" in page.text
    assert not EmailLog.objects.exists()


def announced(boss, judge):
    TOTP.activate(judge, SECRET)
    RecoveryCodes.activate(judge)
    return sign_in_help.announce_factor(actor=boss, person=judge, reason=REASON)


def at_due(given):
    return database_at(given.due_at + timedelta(seconds=1))


def test_a_factor_is_taken_away_after_a_day_and_not_before(client, boss, judge):
    given = announced(boss, judge)
    theirs = Client()
    theirs.force_login(judge)
    client.force_login(boss)
    assert given.due_at - given.at == timedelta(hours=24)
    assert sign_in_help.take_due_factors() == 0
    assert Authenticator.objects.filter(user=judge).count() == 2

    with at_due(given):
        assert [sign_in_help.take_due_factors() for _ in range(2)] == [1, 0]

    entry = AuditEntry.objects.get(verb="person.take_factor")
    assert (entry.actor, entry.subject) == (None, judge)
    assert not Authenticator.objects.filter(user=judge).exists()
    assert theirs.get(reverse("hackathon:me")).status_code == 302
    assert client.get(reverse("hackathon:me")).status_code == 200, "the helper stays signed in"


def mails_by_address(template):
    relay_promises()
    rows = EmailLog.objects.filter(template=template)
    return {row.recipient: compose(row).body for row in rows}


def test_every_address_that_the_person_confirmed_is_told_before_and_after(boss, judge):
    for address, verified in (("ada@home.example", True), ("typo@home.example", False)):
        EmailAddress.objects.create(user=judge, email=address, verified=verified)
    own = {judge.email, "ada@home.example"}

    given = announced(boss, judge)
    assert set(mails_by_address("mail/person_announce_factor")) == own
    with at_due(given):
        sign_in_help.take_due_factors()

    assert set(mails_by_address("mail/person_take_factor")) == own


def test_one_link_stops_it_without_signing_in_and_both_sides_are_told(client, boss, judge):
    given = announced(boss, judge)
    text = mails_by_address("mail/person_announce_factor")[judge.email]
    link = re.search(r"https?://[^/]+(/keep-factor/\S+)", text)[1]

    assert client.get(link).status_code == 200
    given.refresh_from_db()
    assert given.is_announced, "a program that opens links stops nothing"
    assert "Your second factor stays" in client.post(link).text

    with at_due(given):
        assert sign_in_help.take_due_factors() == 0
    assert Authenticator.objects.filter(user=judge).count() == 2
    assert REASON in mails_by_address("mail/person_keep_factor")[judge.email]
    assert judge.email in mails_by_address("mail/factor_was_kept")[boss.email]
    assert client.get(link).status_code == client.post(link).status_code == 404


def test_no_other_link_and_nobody_else_stops_it(client, boss, judge):
    given = announced(boss, judge)
    for wrong in (given.token[:-1], "x", ""):
        with pytest.raises(PermissionDenied):
            sign_in_help.keep_factor(actor=None, given=given, token=wrong)
    with pytest.raises(PermissionDenied):
        sign_in_help.keep_factor(actor=factories.UserFactory(), given=given)
    assert client.post(reverse("hackathon:keep_factor", args=["x"])).status_code == 404
    given.refresh_from_db()
    assert given.is_announced


def test_who_helps_stops_it_on_the_same_page_and_announces_it_once(client, boss, judge):
    given = announced(boss, judge)
    client.force_login(boss)
    page = ask(client, judge)
    assert 'value="keep"' in page.text
    assert 'value="factor"' not in page.text
    assert "announced already" in ask(client, judge, do="factor", reason=REASON).text

    assert "The second factor stays" in ask(client, judge, do="keep").text

    given.refresh_from_db()
    assert given.kept_at
    ask(client, judge, do="factor", reason=REASON)
    assert judge.sign_in_help.count() == 2


def test_the_page_that_asks_for_the_factor_offers_what_the_person_has_and_says_whom_to_ask(judge):
    """Each combination of factors, as the sign-in shows it."""
    judge.set_password(PASSWORD)
    judge.save()
    event = factories.EventFactory(
        judges_need_second_factor=True, contact_email="ask@police.example"
    )
    factories.JudgeFactory(event=event, user=judge)
    key, code_app = "passkey or security key", "authenticator app"
    for factors, offered, not_offered in (
        (["totp"], [code_app], [key, "recovery codes"]),
        (["totp", "recovery_codes"], [code_app, "recovery codes"], [key]),
        (["webauthn"], [key], [code_app, "recovery codes", 'name="code"']),
        (["webauthn", "recovery_codes"], [key, "recovery codes"], [code_app]),
        (["totp", "webauthn"], [key, code_app], ["recovery codes"]),
    ):
        Authenticator.objects.filter(user=judge).delete()
        if "totp" in factors:
            TOTP.activate(judge, SECRET)
        if "recovery_codes" in factors:
            RecoveryCodes.activate(judge)
        if "webauthn" in factors:
            Authenticator.objects.create(user=judge, type="webauthn", data=passkey())
        cache.clear()
        client = Client()
        assert sign_in(client, judge) == reverse("mfa_authenticate")
        page = client.get(reverse("mfa_authenticate")).text.split("<main")[1]
        for words in offered:
            assert words in page, (factors, words)
        for words in not_offered:
            assert words not in page, (factors, words)
        assert "ask@police.example" in page
        assert "after 24 hours" in page


def test_all_sessions_end_and_nobody_elses(client, boss, judge):
    here, there, other = Client(), Client(), Client()
    here.force_login(judge)
    there.force_login(judge)
    other.force_login(factories.UserFactory())

    sign_in_help.end_sessions(actor=boss, person=judge, reason=REASON)

    answers = [one.get(reverse("hackathon:me")).status_code for one in (here, there, other)]
    assert answers == [302, 302, 200]


def test_organisers_and_oneself_and_staff_for_a_superuser_may_not(client, boss, judge):
    staff = factories.UserFactory(is_staff=True)
    organiser = factories.OrganiserFactory(event=factories.EventFactory()).user
    for actor, person in ((organiser, judge), (judge, judge), (boss, boss), (staff, boss)):
        with pytest.raises(PermissionDenied):
            sign_in_help.end_sessions(actor=actor, person=person, reason=REASON)
    assert not SignInHelp.objects.exists()
    client.force_login(organiser)
    for page in (reverse("admin:find_person"), reverse("admin:help_person", args=[judge.pk])):
        assert client.get(page).status_code == 404
    client.force_login(staff)
    assert 'name="do"' not in client.get(reverse("admin:help_person", args=[boss.pk])).text
    assert client.get(reverse("admin:help_person", args=[judge.pk])).status_code == 200


def test_nobody_is_listed_before_one_knows_whom_one_looks_for(client, boss, judge):
    client.force_login(boss)
    page = reverse("admin:find_person")
    assert judge.email not in client.get(page).text
    assert judge.email not in client.get(page, {"words": "ad"}).text
    assert judge.email in client.get(page, {"words": "ada j"}).text
    assert judge.email in client.get(page, {"words": judge.email.upper()}).text


def test_a_confirmed_address_cannot_be_changed_in_the_workplace(client, boss, judge):
    client.force_login(boss)
    address = EmailAddress.objects.get(user=judge)

    answer = client.post(
        f"/admin/account/emailaddress/{address.pk}/change/",
        {"user": judge.pk, "email": "thief@example.org", "verified": "on", "primary": "on"},
    )

    assert answer.status_code == 404
    address.refresh_from_db()
    assert address.email == judge.email
