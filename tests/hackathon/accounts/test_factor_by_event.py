"""One event's demand for a second factor holds for that event's pages, and for no others."""

import pytest
from django.urls import reverse

from tests import factories
from tests.house.doors import addresses

pytestmark = pytest.mark.django_db


class Anything(dict):
    """Something for every argument of an address."""

    def __missing__(self, name):
        return 1


def pages_of(event):
    """Every address of the event, from the URLconf."""
    known = Anything(event_slug=event.slug, language="en", slug="none", token="none")
    return [address.filled(known) for address in addresses() if "event_slug" in address.wanted]


def asked_at(client, path):
    location = client.get(path).headers.get("Location", "")
    return location.startswith("/account/2fa/")


@pytest.fixture
def strict():
    return factories.EventFactory(
        organisers_need_second_factor=True, judges_need_second_factor=True
    )


@pytest.mark.parametrize("role", [factories.OrganiserFactory, factories.JudgeFactory])
def test_every_page_of_the_event_asks_and_none_of_another(client, strict, role):
    other = factories.EventFactory()
    person = role(event=strict, user=factories.UserFactory()).user
    factories.OrganiserFactory(event=other, user=person)
    client.force_login(person)

    assert len(pages_of(strict)) > 100
    assert [path for path in pages_of(strict) if not asked_at(client, path)] == []
    assert [path for path in pages_of(other) if asked_at(client, path)] == []


def test_somebody_who_writes_in_another_event_goes_on_writing(client, strict):
    member = factories.MemberFactory(team__event=factories.EventFactory(during="hacking"))
    client.force_login(member.user)
    page = reverse("teams:submission", args=[member.team.event.slug, member.team.pk])
    assert client.get(page).status_code == 200

    factories.JudgeFactory(event=strict, user=member.user)

    said = {"title": "Railbow", "summary": "Trains.", "do": "save", "revision": 0}
    assert client.post(page, said).headers["Location"] == page
    assert "Railbow" in client.get(page).text


def test_the_workplace_asks_whoever_organises_an_event_that_demands_it(client, strict):
    judge, boss = factories.JudgeFactory(event=strict).user, factories.UserFactory()
    factories.OrganiserFactory(event=factories.EventFactory(), user=judge)
    for event in (strict, factories.EventFactory()):
        factories.OrganiserFactory(event=event, user=boss)

    for person, is_asked in ((judge, False), (boss, True)):
        client.force_login(person)
        assert asked_at(client, reverse("admin:index")) is is_asked


@pytest.mark.parametrize("name", ["hackathon:me", "hackathon:profile", "hackathon:events"])
def test_the_pages_about_oneself_open_all_the_same(client, strict, name):
    client.force_login(factories.OrganiserFactory(event=strict).user)

    assert client.get(reverse(name)).status_code == 200
