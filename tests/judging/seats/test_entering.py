"""From the mailed link to the seat, without a password."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.kernel.tokens import hash_of
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, EmailLog, User
from judging.models import Judge, JuryRules
from judging.seats.services.entering import enter_jury
from judging.seats.services.jury import accept_judging, introduce_judge, invite_judge
from tests.factories import (
    ChallengeFactory,
    EventFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    UserFactory,
)
from tests.hackathon.accounts.test_second_factor import person_with_password
from tests.judging.results.test_admin import picture
from tests.teams.team.test_races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def invited(email="grace@example.org", **more):
    event = EventFactory(during="registration", **more)
    judge = JudgeFactory(event=event, user=None, accepted_at=None, name="Grace", email=email)
    return invite_judge(actor=OrganiserFactory(event=event).user, judge=judge)


def link(judge):
    return reverse("judging:accept", args=[judge.event.slug, judge.token])


def welcome(judge):
    return reverse("judging:welcome", args=[judge.event.slug])


def who(client):
    request = type("Request", (), {"session": client.session})()
    return get_user(request)


def test_looking_at_the_link_changes_nothing_however_often(client):
    judge = invited()
    before = Judge.objects.values().get()

    for look in (client.get, client.head, client.options, client.get):
        assert look(link(judge)).status_code in (200, 405)

    assert Judge.objects.values().get() == before
    assert not User.objects.filter(email="grace@example.org").exists()
    assert not who(client).is_authenticated


def test_the_language_of_the_invitation_goes_on_after_the_button(client):
    judge = invited()
    french = {"HTTP_ACCEPT_LANGUAGE": "fr"}
    assert client.get(link(judge), **french)["Content-Language"] == "fr"

    client.post(link(judge), **french)

    assert client.get(welcome(judge))["Content-Language"] == "fr"
    assert who(client).language == "fr"


def test_the_button_signs_in_and_makes_the_account_and_the_address_counts_as_confirmed(client):
    judge = invited()

    answer = client.post(link(judge))

    assert answer.url == welcome(judge)
    user = who(client)
    assert (user.email, user.name, user.has_usable_password()) == (
        "grace@example.org",
        "Grace",
        False,
    )
    assert EmailAddress.objects.get(user=user).verified
    assert client.get(welcome(judge)).status_code == 200


def test_a_forwarded_link_is_dead_the_second_time_and_leaks_nothing(client):
    judge = invited()
    page = link(judge)
    client.post(page)

    for other in (client, Client()):
        if other is client:
            continue
        for answer in (other.get(page), other.post(page)):
            assert answer.status_code == 404
            assert "Grace" not in answer.text
            assert "Mail me a code" in answer.text
        assert not who(other).is_authenticated


def test_a_link_works_for_72_hours(client):
    judge = invited()
    with unguarded("test"):
        for hours, status in ((71, 200), (72, 404)):
            judge.invited_at = timezone.now() - timedelta(hours=hours)
            judge.save()
            assert client.get(link(judge)).status_code == status

    assert client.post(link(judge)).status_code == 404
    assert not User.objects.filter(email="grace@example.org").exists()


def test_whoever_signed_up_with_an_address_not_their_own_is_locked_out(client):
    thief = User.objects.create_user("grace@example.org", "stolen-horse-battery")
    EmailAddress.objects.create(user=thief, email=thief.email, verified=False, primary=True)
    judge = invited()

    client.post(link(judge))

    thief.refresh_from_db()
    assert who(client) == thief
    assert not thief.has_usable_password()
    assert EmailAddress.objects.get(user=thief).verified


def test_an_account_with_a_confirmed_address_keeps_its_password(client):
    user = person_with_password()
    judge = invited(email=user.email)

    client.post(link(judge))

    user.refresh_from_db()
    assert who(client) == user
    assert user.has_usable_password()


def test_who_is_signed_in_as_somebody_else_is_signed_out_first(client):
    eve, judge = UserFactory(), invited()
    client.force_login(eve)
    assert eve.email in client.get(link(judge)).text

    client.post(link(judge))

    assert who(client).email == "grace@example.org"


def test_the_second_factor_of_the_account_is_asked_before_the_jury_opens(client):
    from allauth.mfa.totp.internal.auth import TOTP

    user = person_with_password()
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    judge = invited(email=user.email)

    answer = client.post(link(judge))

    assert answer.url == reverse("mfa_authenticate")
    assert client.get(welcome(judge)).status_code == 302


def test_an_event_that_asks_judges_for_a_second_factor_opens_nothing_without(client):
    judge = invited(judges_need_second_factor=True)
    client.post(link(judge))

    client.post(welcome(judge))

    assert client.get(reverse("judging:desk", args=[judge.event.slug])).url == reverse("mfa_index")


def test_who_signs_in_with_a_mailed_code_finds_the_invitation_too(client):
    user = person_with_password()
    judge = invited(email=user.email)
    client.force_login(user)

    assert welcome(judge) in client.get(reverse("hackathon:me")).text
    assert client.get(link(judge)).url == welcome(judge)
    client.force_login(UserFactory())
    assert client.get(welcome(judge)).status_code == 404


def agreed(judge, text="Be fair.", **languages):
    with unguarded("test"):
        JuryRules.objects.create(event=judge.event, conduct=text, **languages)
    return hash_of(text)


def test_the_code_of_conduct_is_accepted_with_the_seat_and_its_fingerprint_is_kept(client):
    judge = invited()
    fingerprint = agreed(judge)
    client.post(link(judge))
    page = welcome(judge)
    assert "Be fair." in client.get(page).text

    refused = client.post(page, {"languages": ["fr"], "conduct": fingerprint})
    assert refused.status_code == 422
    assert Judge.objects.get().accepted_at is None
    client.post(
        page,
        {
            "agreed": "on",
            "conduct": fingerprint,
            "languages": ["fr", "nl"],
            "availability": "Friday",
        },
    )

    judge.refresh_from_db()
    assert judge.accepted_at == judge.conduct_accepted_at
    assert (judge.languages, judge.availability) == (["fr", "nl"], "Friday")
    assert AuditEntry.objects.get(verb="judge.accept").data == {"conduct": fingerprint}


def test_a_code_of_conduct_that_changed_meanwhile_is_read_again():
    judge = invited()
    old = agreed(judge)
    user = UserFactory(email=judge.email)
    with unguarded("test"):
        JuryRules.objects.update(conduct_en="Be fair and kind.")

    with pytest.raises(StateConflict, match="has changed"):
        accept_judging(actor=user, judge=judge, conduct=old)


def test_the_code_of_conduct_may_be_accepted_in_each_of_its_languages():
    judge = invited()
    agreed(judge, conduct_fr="Soyez justes.")

    accept_judging(
        actor=UserFactory(email=judge.email), judge=judge, conduct=hash_of("Soyez justes.")
    )

    assert Judge.objects.get().conduct_accepted_at


def test_a_judge_is_written_to_in_a_language_that_they_speak():
    event = EventFactory(during="registration")
    judge = JudgeFactory(
        event=event,
        user=None,
        accepted_at=None,
        name="Zoe",
        email="zoe@example.org",
        languages=["it", "de"],
    )
    invite_judge(actor=OrganiserFactory(event=event).user, judge=judge)

    relay_promises()

    assert EmailLog.objects.get().language == "de"


def test_judges_introduce_themselves_in_each_language_with_a_photo(client):
    judge = JudgeFactory(event=EventFactory(during="registration"))
    client.force_login(judge.user)
    page = reverse("judging:profile", args=[judge.event.slug])
    assert client.get(page).status_code == 200

    client.post(
        page,
        {
            "function_en": "Chief",
            "function_fr": "Cheffe",
            "biography_nl": "Tien jaar.",
            "languages": ["nl"],
            "photo": picture(),
        },
    )

    judge.refresh_from_db()
    assert (judge.function_fr, judge.biography_nl, judge.languages) == (
        "Cheffe",
        "Tien jaar.",
        ["nl"],
    )
    assert len(judge.photo) == 64
    jury = reverse("judging:jury", args=[judge.event.slug])
    assert "Cheffe" in client.get(jury, {"language": "fr"}).text
    client.post(page, {"without_photo": "on"})
    judge.refresh_from_db()
    assert judge.photo == ""


def test_nobody_introduces_another_judge_or_writes_what_is_not_theirs_to_say():
    judge = JudgeFactory(event=EventFactory(during="registration"))

    with pytest.raises(ValueError, match="position"):
        introduce_judge(actor=judge.user, judge=judge, position=1)


def test_a_hidden_jury_is_hidden_everywhere_until_publication(client):
    from tests.factories import published

    event = EventFactory(during="registration")
    judge = JudgeFactory(event=event, photo="0" * 64, name="Grace Hopper")
    with unguarded("test"):
        JuryRules.objects.create(event=event, jury_shown="published")
    jury = reverse("judging:jury", args=[event.slug])
    photo = reverse("judging:photo", args=[event.slug, judge.pk])

    for page in (jury, event.get_absolute_url()):
        assert "Grace Hopper" not in client.get(page).text
    assert client.get(photo).status_code == 404
    published(event)
    assert all("Hopper" in client.get(page).text for page in (jury, event.get_absolute_url()))


@pytest.mark.parametrize(
    ("choice", "is_named"), [("", False), ("accepted", False), ("always", True)]
)
def test_nobody_is_named_in_public_before_they_have_accepted(client, choice, is_named):
    event = EventFactory(during="registration")
    judge = JudgeFactory(
        event=event, name="Grace Hopper", accepted_at=None, user=None, email="g@x.org"
    )
    if choice:
        with unguarded("test"):
            JuryRules.objects.create(event=event, jury_shown=choice)
    jury = reverse("judging:jury", args=[event.slug])

    pages = [client.get(page).text for page in (jury, event.get_absolute_url())]
    assert ["Hopper" in page for page in pages] == [is_named, is_named]

    with unguarded("test"):
        judge.declined_at = timezone.now()
        judge.save()
    assert "Hopper" not in client.get(jury).text

    with unguarded("test"):
        judge.accepted_at, judge.declined_at = timezone.now(), None
        judge.user = UserFactory()
        judge.save()
    assert all("Hopper" in client.get(page).text for page in (jury, event.get_absolute_url()))


@pytest.mark.django_db(transaction=True)
def test_of_forty_who_press_the_button_of_one_link_one_enters():
    judge = invited()
    token = judge.token

    outcomes = all_at_once(
        [lambda: enter_jury(judge=Judge.objects.get(), token=token) for _n in range(40)]
    )

    assert outcomes.count(None) == 1
    assert {type(one) for one in outcomes if one} == {StateConflict}
    assert User.objects.filter(email="grace@example.org").count() == 1
    connection.close()


def test_a_link_that_a_newer_mail_has_replaced_leads_to_the_newer_one_or_to_an_account(client):
    judge = invited()
    old = link(judge)
    invite_judge(actor=judge.event.organisers.get().user, judge=judge)

    page = client.get(old)

    assert page.status_code == 404
    assert "only until a newer one is mailed" in page.text
    assert f"{reverse('account_signup')}?next={welcome(judge)}" in page.text
    client.force_login(UserFactory(email=judge.email))  # whoever has signed up with the address
    assert client.get(welcome(judge)).status_code == 200


def test_an_organiser_who_invites_again_reads_that_the_earlier_link_is_dead(client):
    judge = invited()
    other = JudgeFactory(
        event=judge.event, user=None, accepted_at=None, name="Ada", email="ada@example.org"
    )
    client.force_login(judge.event.organisers.get().user)
    said = "The link of the earlier mail no longer works."

    def asked(one):
        place = reverse("admin:judging_judge_invite", args=[one.pk])
        return client.post(place, follow=True).text

    with unguarded("test"):
        Judge.objects.filter(pk=judge.pk).update(invited_at=timezone.now() - timedelta(days=1))
    assert said in asked(judge)
    assert said not in asked(other)


def test_whoever_is_invited_reads_of_which_panels_they_are_asked_to_be_what(client):
    judge = invited()
    roles = {"Rail": "president", "Road": "deputy", "Sea": "member", "Air": "reserve"}
    for title, role in roles.items():
        challenge = ChallengeFactory(event=judge.event, title=title)
        PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    ChallengeFactory(event=judge.event, title="Nobody's")
    before = client.get(link(judge)).text
    client.post(link(judge))
    for page in (before, client.get(welcome(judge)).text):
        words = " ".join(re.sub(r"<[^>]*>", " ", page).split())
        assert "Rail : as its president." in words
        assert "Road : as its deputy president." in words
        assert "Sea : as a member." in words
        assert "Air : in reserve." in words
        assert "Nobody" not in words
