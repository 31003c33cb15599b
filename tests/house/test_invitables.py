"""Whoever is asked by mail to come goes the same way: judges and coaches alike."""

import pytest
from django.utils import timezone

from hackathon.kernel.models.invited import Invitable
from judging.models import Judge
from teams.models import Coach
from tests.factories import EventFactory, UserFactory

KINDS = Invitable.__subclasses__()


@pytest.fixture
def guest(kind):
    return kind(event=EventFactory.build(), name="Ada", email="ada@example.org")


def test_judges_and_coaches_are_invited_the_same_way():
    assert set(KINDS) == {Judge, Coach}


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_mail_makes_the_earlier_link_dead(guest):
    guest.offer(timezone.now())
    first = guest.token, guest.token_hash
    guest.offer(timezone.now())

    assert guest.awaits_answer
    assert not {guest.token, guest.token_hash} & set(first)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("answer", ["accept", "decline", "end_offer"])
def test_an_answer_ends_what_was_mailed(guest, answer):
    now = timezone.now()
    guest.offer(now)
    user = UserFactory.build()
    {
        "accept": lambda: guest.accept(user, now),
        "decline": lambda: guest.decline(now),
        "end_offer": guest.end_offer,
    }[answer]()

    assert not guest.awaits_answer
    assert guest.token_hash is None
    assert guest.is_in == (answer == "accept")


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_declined_can_be_asked_again(guest):
    guest.offer(timezone.now())
    guest.decline(timezone.now())
    guest.offer(timezone.now())

    assert guest.awaits_answer
    assert guest.declined_at is None
