"""Whoever is made an organiser, may see more or less, or is removed, reads so in a mail."""

import pytest

from hackathon.events.services import add_organiser, remove_organiser, trust_organiser
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import EmailLog
from tests.factories import EventFactory, OrganiserFactory, UserFactory
from tests.telling import mails_since, told_to

pytestmark = pytest.mark.django_db


def test_an_organiser_is_told_what_another_has_given_or_taken():
    boss, ada = OrganiserFactory(event=EventFactory(during="registration")), UserFactory()
    event, actor = boss.event, boss.user

    row = add_organiser(actor=actor, event=event, email=ada.email)
    [first] = told_to(ada, mails_since())
    assert f"{actor} has made you an organiser of {event.name}." in first
    assert "stay hidden from you" in first
    trust_organiser(actor=actor, organiser=row, sees_marks=True)
    assert "you may see the marks of the jury" in told_to(ada, mails_since())[-1]
    read_so_far = EmailLog.objects.latest("pk").pk
    remove_organiser(actor=actor, organiser=row)
    [last] = told_to(ada, mails_since(read_so_far))
    assert f"{actor} has taken you off the list of organisers of {event.name}." in last


def test_nobody_is_written_to_about_their_own_act():
    boss = OrganiserFactory(event=EventFactory(during="registration"))
    OrganiserFactory(event=boss.event)

    remove_organiser(actor=boss.user, organiser=boss)
    relay_promises()

    assert not EmailLog.objects.exists()
