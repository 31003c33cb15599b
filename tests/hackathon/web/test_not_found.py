"""What somebody reads at an address where there is nothing, and the way on."""

import pytest

from tests.factories import EventFactory, MemberFactory, OrganiserFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_inside_an_event_the_way_on_is_its_own_page(client):
    event = EventFactory(name="Railbow Days")

    page = client.get(f"/e/{event.slug}/nowhere/")

    assert page.status_code == 404
    assert f'href="{event.get_absolute_url()}"' in page.text
    assert "Railbow Days" in page.text
    assert "Railbow Days" not in client.get("/nowhere/").text


def test_an_event_that_the_reader_may_not_know_of_is_not_named(client):
    event = EventFactory(name="Railbow Days", is_listed=False)
    address = f"/e/{event.slug}/nowhere/"

    client.force_login(UserFactory())
    assert "Railbow" not in client.get(address).text

    client.force_login(OrganiserFactory(event=event).user)
    assert "Railbow" in client.get(address).text


def test_what_is_not_theirs_looks_like_what_was_never_there(client):
    seat = MemberFactory()
    client.force_login(UserFactory())
    pages = [
        client.get(f"/e/{seat.team.event.slug}/teams/{number}/")
        for number in (seat.team.pk, seat.team.pk + 1000)
    ]

    assert [page.status_code for page in pages] == [404, 404]
    one, other = (page.text.partition("<main")[2] for page in pages)
    assert one == other
