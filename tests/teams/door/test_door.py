"""At the door: a code scanned or typed, twice, too late, and by who has no business there."""

import pytest

from teams.models import Participant
from teams.participants.services.participation import apply
from tests.factories import EventFactory, OrganiserFactory, UserFactory
from tests.teams.addresses import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, event):
    boss = OrganiserFactory(event=event).user
    client.force_login(boss)
    return boss


@pytest.fixture
def ada(event):
    return apply(actor=UserFactory(name="Ada"), event=event, answers={})


def scan(client, event, code, **more):
    sent = {"code": code, **more}
    return client.post(at(event, "check_in"), sent, headers={"accept": "application/json"}).json()


def test_a_code_is_read_once_and_told_when_it_comes_again(client, event, boss, ada):
    first = scan(client, event, ada.code)
    again = scan(client, event, f" {ada.code[:4].lower()}-{ada.code[4:]}")

    assert (first["said"], first["tone"]) == ("Welcome, Ada.", "good")
    assert (first["arrived"], first["expected"]) == (1, 1)
    assert (again["said"], again["tone"]) == ("Ada has checked in already.", "careful")


def test_a_code_that_waited_for_the_network_keeps_its_time(client, event, boss, ada):
    scan(client, event, ada.code, seen_at=ada.applied_at.timestamp())
    ada.refresh_from_db()
    assert ada.arrived_at == ada.applied_at


@pytest.mark.parametrize("seen_at", ["4e99", "nan", "x", "99999999999"])
def test_a_wrong_clock_says_nothing(client, event, boss, ada, seen_at):
    scan(client, event, ada.code, seen_at=seen_at)
    ada.refresh_from_db()
    assert ada.arrived_at > ada.applied_at
    assert ada.arrived_at.year < 2100


def test_a_code_of_another_event_opens_nothing(client, event, boss):
    there = apply(actor=UserFactory(), event=EventFactory(during="registration"), answers={})

    assert scan(client, event, there.code)["tone"] == "wrong"
    there.refresh_from_db()
    assert there.arrived_at is None


def test_without_javascript_a_typed_code_does_the_same(client, event, boss, ada):
    page = client.post(at(event, "check_in"), {"code": ada.code}, follow=True)

    assert "Welcome, Ada." in page.text


def test_somebody_unknown_is_registered_at_the_desk(client, event, boss):
    refused = client.post(at(event, "walk_in"), {"name": "Zoë", "email": "zoe"})
    client.post(at(event, "walk_in"), {"name": "Zoë", "email": "zoe@example.org"})

    assert 'value="Zoë"' in refused.text
    assert Participant.objects.get().arrived_at


def test_the_desk_does_not_exist_for_anybody_else(client, event, ada):
    for who in (ada.user, OrganiserFactory(event=EventFactory()).user):
        client.force_login(who)
        assert client.get(at(event, "door")).status_code == 404
        for name in ("check_in", "walk_in"):
            assert client.post(at(event, name), {"code": ada.code}).status_code == 404
    ada.refresh_from_db()
    assert ada.arrived_at is None


def test_who_has_a_place_carries_a_code_to_be_scanned(client, event, ada):
    client.force_login(ada.user)
    page = client.get(ada.get_absolute_url()).text

    assert ada.code in page
    assert "data:image/svg+xml" in page
