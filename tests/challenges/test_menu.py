"""The menu of an event leads only to pages that hold something."""

import pytest
from django.test import Client
from django.urls import reverse

from challenges.models import Partner
from hackathon.events.selectors import told_of
from hackathon.kernel.guard import unguarded
from hackathon.models import Event
from tests import factories
from tests.house.rendered import read

pytestmark = pytest.mark.django_db
EMPTY = {"challenges:partners", "teams:coaches"}


@pytest.fixture
def event():
    return factories.EventFactory(during="registration")


def menu(client, event):
    home = event.get_absolute_url()
    links = read(client.get(home).text, home).links
    return {name for name in EMPTY if reverse(name, args=[event.slug]) in links}


def test_a_page_without_anything_is_not_in_the_menu(event):
    with unguarded("test"):
        factories.CoachFactory(event=event, accepted_at=None)  # asked, and not on the page yet
    assert menu(Client(), event) == set()
    with unguarded("test"):
        Partner.objects.create(event=event, name="Institute of Roads")
    assert menu(Client(), event) == {"challenges:partners"}
    factories.CoachFactory(event=event)
    assert menu(Client(), event) == EMPTY


def test_an_organiser_reaches_the_empty_page_and_from_there_the_form(client, event):
    client.force_login(factories.OrganiserFactory(event=event).user)
    assert menu(client, event) == EMPTY
    for name in EMPTY:
        place = reverse(name, args=[event.slug])
        ways = [link for link in read(client.get(place).text, place).links if "/admin/" in link]
        wanted = [link for link in ways if f"event={event.pk}" in link]
        assert len(wanted) == 1
        assert client.get(wanted[0]).status_code == 200


def test_an_event_that_was_read_in_another_way_is_asked_once(event, django_assert_num_queries):
    other = factories.EventFactory()
    with unguarded("test"):
        Partner.objects.create(event=other, name="Institute of Roads")
    for each, has_partners in ((event, False), (other, True)):
        row = Event.objects.get(pk=each.pk)
        with django_assert_num_queries(1):
            assert told_of(row, "has_partners") is told_of(row, "has_partners") is has_partners
