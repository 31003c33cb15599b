"""Whoever opens the link of an invitation and is signed out reads that they are invited."""

import pytest

from tests.factories import EventFactory
from tests.house.doors import SIGN_IN, addresses

pytestmark = pytest.mark.django_db


def links_of_invitations():
    """Every address that a mail brings somebody to whom a seat is offered, before they have it."""
    leads = [one for one in addresses() if one.route.endswith("invitations/<str:token>/")]
    welcomes = [one for one in addresses() if one.route.endswith("judging/welcome/")]
    return [*leads, *welcomes]


def test_every_link_of_an_invitation_says_so_to_who_is_signed_out(client):
    event = EventFactory(during="registration")
    mute, asked = [], 0
    for link in links_of_invitations():
        path = link.filled({"event_slug": event.slug, "token": "unknown"})
        answer = client.get(path, follow=True)
        if not answer.redirect_chain:
            continue  # opens without signing in
        asked += 1
        assert answer.redirect_chain[0][0].startswith(SIGN_IN)
        if "You are invited" not in answer.text:
            mute.append(path)
    assert mute == []
    assert asked >= 3
