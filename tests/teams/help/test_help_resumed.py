"""What a timetable that was moved by mistake had closed is open again when it is moved back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog, Event
from teams.help.services.help import (
    ask_help,
    cancel_help,
    claim_help,
    end_open_help,
    resume_ended_help,
)
from teams.models import HelpRequest
from tests.factories import CoachFactory, EventFactory, MemberFactory

pytestmark = pytest.mark.django_db


def move_deadline(event, moment):
    with unguarded("test"):
        Event.objects.filter(pk=event.pk).update(submissions_close_at=moment)


@pytest.fixture
def scene():
    ada = MemberFactory(team__event=EventFactory(during="hacking"))
    return ada, CoachFactory(event=ada.event)


def ask(ada, what):
    return ask_help(actor=ada.user, team=ada.team, what=what, where="Table 7", language="en")


def states():
    rows = HelpRequest.objects.order_by("pk")
    return [(row.status, row.claimed_by_id, row.closed_at is None) for row in rows]


def test_requests_come_back_as_they_were_and_those_concerned_are_told(scene):
    ada, coach = scene
    claim_help(actor=coach.user, request=ask(ada, "One"))
    ask(ada, "Two")
    cancel_help(actor=ada.user, request=ask(ada, "Three"))
    before = states()
    deadline = ada.event.submissions_close_at
    move_deadline(ada.event, timezone.now() - timedelta(minutes=1))
    assert end_open_help() == 2
    assert resume_ended_help() == 0

    move_deadline(ada.event, deadline)
    relay_promises()
    EmailLog.objects.all().delete()
    assert resume_ended_help() == 2
    relay_promises()

    assert states() == before
    told = [(mail.recipient, word_mail(mail)[1]) for mail in EmailLog.objects.all()]
    assert sorted(who for who, _text in told) == sorted(
        [ada.user.email, ada.user.email, coach.user.email]
    )
    assert all("Hacking goes on until" in text for _who, text in told)
    assert resume_ended_help() == 0


def test_a_request_whose_slot_is_taken_stays_closed(scene):
    ada, _coach = scene
    deadline = ada.event.submissions_close_at
    ask(ada, "One")
    move_deadline(ada.event, timezone.now() - timedelta(minutes=1))
    end_open_help()
    move_deadline(ada.event, deadline)
    ask(ada, "Another")

    assert resume_ended_help() == 0
