"""A code shown in the room lets people ask; an organiser lets them in."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import EmailLog
from judging.models import Candidate, Judge, RoomCode
from judging.seats.selectors import room
from judging.seats.services.room import (
    answer_candidate,
    ask_for_seat,
    close_room,
    open_room,
)
from tests.factories import EventFactory, JudgeFactory, OrganiserFactory, UserFactory
from tests.teams.team.test_races import all_at_once

AT_THE_DOOR = "judging/mail/at_the_door"  # organisers are told that somebody waits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def event():
    return EventFactory(during="registration")


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


@pytest.fixture
def code(event, boss):
    return open_room(actor=boss, event=event, minutes=60)


def form(shown, **more):
    return {"code": shown.short, "name": "Grace", "email": "grace@example.org", **more}


def page(event):
    return reverse("judging:ask", args=[event.slug])


def test_the_code_is_long_its_typed_form_has_fifty_bits_and_neither_rests_in_the_database(code):
    row = str(RoomCode.objects.values().get())

    assert len(code.full) * 5 >= 128
    assert len(code.short.replace("-", "")) * 5 >= 40
    assert code.full not in row
    assert code.full[:10] not in row


def test_who_types_the_code_is_let_in_by_an_organiser_and_gets_the_mail(client, event, boss, code):
    typed = code.short.lower().replace("-", " ").replace("o", "0").replace("i", "1")

    assert "Thank you" in client.post(page(event), form(code, code=typed)).text
    candidate = Candidate.objects.get()
    assert not Judge.objects.exists()
    client.force_login(boss)
    assert "Grace" in client.get(reverse("judging:room", args=[event.slug])).text
    client.post(reverse("judging:answer", args=[event.slug, candidate.pk]), {"answer": "yes"})

    judge = Judge.objects.get()
    assert (judge.name, judge.email, judge.accepted_at) == ("Grace", "grace@example.org", None)
    relay_promises()
    mail = EmailLog.objects.exclude(template=AT_THE_DOOR).get()
    assert (mail.recipient, mail.template) == ("grace@example.org", "judging/mail/invitation")


def test_declining_writes_to_nobody(event, boss, code):
    ask_for_seat(code=code, name="Grace", email="grace@example.org")

    answer_candidate(actor=boss, candidate=Candidate.objects.get(), accepted=False)

    relay_promises()
    assert not Judge.objects.exists()
    assert not EmailLog.objects.exclude(template=AT_THE_DOOR).exists()


def test_the_answer_is_the_same_whoever_asks(client, event, boss, code):
    seated = JudgeFactory(event=event)
    ask_for_seat(code=code, name="X", email="waits@example.org")
    answers = {
        re.sub(r'data-now="[^"]+"', "", client.post(page(event), form(code, email=email)).text)
        for email in (seated.email, boss.email, "waits@example.org", "new@example.org")
    }

    assert len(answers) == 1


def test_who_sits_on_the_jury_already_is_not_written_to_or_changed(event, boss, code):
    seated = JudgeFactory(event=event)
    before = Judge.objects.values().get()
    ask_for_seat(code=code, name="Somebody else", email=seated.email)

    answer_candidate(actor=boss, candidate=Candidate.objects.get(), accepted=True)

    relay_promises()
    assert Judge.objects.values().get() == before
    assert not EmailLog.objects.exclude(template=AT_THE_DOOR).exists()


def test_a_wrong_an_old_and_a_closed_code_open_nothing_and_look_the_same(client, event, boss, code):
    answers = [client.post(page(event), form(code, code="AAAAA-AAAAA"))]
    long = code.full[:-1] + ("A" if code.full[-1] != "A" else "B")
    answers.append(client.post(page(event), form(code, code=long)))
    newer = open_room(actor=boss, event=event, minutes=60)
    answers.append(client.post(page(event), form(code)))
    with unguarded("test"):
        RoomCode.objects.filter(pk=newer.pk).update(expires_at=timezone.now())
    answers.append(client.post(page(event), form(newer)))
    newest = open_room(actor=boss, event=event, minutes=60)
    close_room(actor=boss, event=event)
    answers.append(client.post(page(event), form(newest)))

    assert all("This code is not valid" in answer.text for answer in answers)
    assert not Candidate.objects.exists()


def test_the_code_of_one_event_opens_no_other(client, code):
    other = EventFactory(during="registration")

    assert "not valid" in client.post(page(other), form(code)).text


def test_the_picture_leads_to_the_page_with_the_whole_code(client, event, code):
    address = room.address_of(code)

    assert address.endswith(f"{page(event)}?code={code.full}")
    assert code.full in client.get(page(event), {"code": code.full}).text
    assert "Thank you" in client.post(page(event), form(code, code=code.full)).text


def test_an_expiry_is_decided_by_the_database_when_it_counts(event, code):
    late = RoomCode.objects.get(pk=code.pk)
    with unguarded("test"):
        RoomCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(StateConflict, match="not valid"):
        ask_for_seat(code=late, name="Grace", email="grace@example.org")


def test_guessing_is_slowed_down(client, settings, event, code):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask_for_seat": "3/m/ip"}
    answers = [client.post(page(event), form(code, code="AAAAA-AAAAA")).text for _n in range(4)]

    assert ["Too many people ask" in answer for answer in answers] == [False] * 3 + [True]
    assert "Too many" in client.post(page(event), form(code)).text
    assert not Candidate.objects.exists()


def test_the_room_is_the_organisers_alone(client, event, code):
    ask_for_seat(code=code, name="Grace", email="grace@example.org")
    candidate = Candidate.objects.get()
    judge = JudgeFactory(event=event)
    for who in (judge.user, UserFactory(), OrganiserFactory(event=EventFactory()).user):
        client.force_login(who)
        for name in ("room", "screen"):
            assert client.get(reverse(f"judging:{name}", args=[event.slug])).status_code == 404
        for name, args in (("open_room", []), ("close_room", []), ("answer", [candidate.pk])):
            url = reverse(f"judging:{name}", args=[event.slug, *args])
            assert client.post(url, {"answer": "yes"}).status_code == 404
        with pytest.raises(PermissionDenied):
            answer_candidate(actor=who, candidate=candidate, accepted=True)
    assert not Judge.objects.filter(name="Grace").exists()


def test_the_large_page_shows_the_code_and_nobodys_name(client, event, boss, code):
    ask_for_seat(code=code, name="Grace", email="grace@example.org")
    client.force_login(boss)

    shown = client.get(reverse("judging:screen", args=[event.slug])).text

    assert code.short in shown
    assert "data:image/svg+xml" in shown
    assert "Grace" not in shown


@pytest.mark.django_db(transaction=True)
def test_two_organisers_who_tap_at_once_let_somebody_in_once(event, boss, code):
    ask_for_seat(code=code, name="Grace", email="grace@example.org")

    outcomes = all_at_once(
        [
            lambda: answer_candidate(actor=boss, candidate=Candidate.objects.get(), accepted=True)
            for _n in range(6)
        ]
    )

    assert outcomes.count(None) == 1
    assert Judge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_asking_many_times_at_once_is_asking_once(event, code):
    outcomes = all_at_once(
        [
            lambda: ask_for_seat(
                code=RoomCode.objects.get(), name="Grace", email="grace@example.org"
            )
            for _n in range(10)
        ]
    )

    assert outcomes == [None] * 10
    assert Candidate.objects.count() == 1
