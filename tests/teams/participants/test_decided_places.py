"""What organisers decided about a person's place: the clock does not overrule it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import relay_promises
from teams.door.services import register_at_desk
from teams.participants.services.admission import decide, keep_places_moving
from teams.participants.services.participation import apply, confirm_place, withdraw_from_event
from tests.factories import OrganiserFactory, UserFactory
from tests.post import arrived, text_of
from tests.teams.participants.test_participation import S, change, comes, state_of

pytestmark = pytest.mark.django_db
FRIDAY = "Wait, we decide on Friday."


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


def mails_to(post, user):
    relay_promises()
    deliver_due()
    return [text_of(mail) for mail in arrived(post) if mail["To"] == user.email]


def test_who_was_told_to_wait_waits_until_an_organiser_decides(event, boss, post):
    change(event, needs_approval=True)
    ada = comes(event)

    decide(actor=boss, participant=ada, decision="wait", words=FRIDAY)
    for _minute in range(3):
        keep_places_moving()

    assert state_of(ada) == S.WAITING
    told = next(text for text in mails_to(post, ada.user) if FRIDAY in text)
    assert "have not decided yet" in told
    assert "All places are taken" not in told
    decide(actor=boss, participant=ada, decision="accept", words="You are in.")
    assert state_of(ada) == S.OFFERED


def test_the_clock_passes_over_who_was_told_to_wait(event, boss):
    change(event, needs_approval=True, capacity=1)
    first, second = comes(event), comes(event)
    decide(actor=boss, participant=first, decision="wait", words=FRIDAY)
    decide(actor=boss, participant=second, decision="queue")

    keep_places_moving()

    assert [state_of(first), state_of(second)] == [S.WAITING, S.OFFERED]


def test_a_place_given_back_or_refused_does_not_go_to_who_was_told_to_wait(event, boss):
    change(event, capacity=1)
    seated, ada = comes(event), comes(event)
    decide(actor=boss, participant=ada, decision="decline")
    decide(actor=boss, participant=ada, decision="wait", words=FRIDAY)

    withdraw_from_event(actor=seated.user, participant=seated)

    assert state_of(ada) == S.WAITING
    assert comes(event).status == S.CONFIRMED, "nobody stands in line before them"


def test_registering_anew_does_not_get_round_a_decision_to_wait(event, boss):
    change(event, capacity=2)
    ada = comes(event)
    decide(actor=boss, participant=ada, decision="decline")
    decide(actor=boss, participant=ada, decision="wait", words=FRIDAY)
    withdraw_from_event(actor=ada.user, participant=ada)

    apply(actor=ada.user, event=event, answers={})
    keep_places_moving()

    assert state_of(ada) == S.WAITING


def test_words_belong_to_one_decision_and_are_not_repeated_under_another(event, boss, post):
    change(event, needs_approval=True, capacity=1)
    ada, bob = comes(event), comes(event)
    decide(actor=boss, participant=ada, decision="accept")
    decide(actor=boss, participant=bob, decision="queue", words="Bob is next.")
    assert "Bob is next." in "".join(mails_to(post, bob.user))
    ada.refresh_from_db()
    change(ada, confirm_by=timezone.now() - timedelta(minutes=1))

    keep_places_moving()

    offer = [text for text in mails_to(post, bob.user) if "Confirm it until" in text]
    assert len(offer) == 1
    assert "Bob is next." not in offer[0]
    bob.refresh_from_db()
    assert bob.words == ""


def test_a_mail_that_is_late_says_no_words_of_the_next_decision(event, boss, post):
    change(event, needs_approval=True)
    ada = comes(event)
    decide(actor=boss, participant=ada, decision="decline", words="Next time.")
    decide(actor=boss, participant=ada, decision="accept", words="A mistake: welcome!")

    told = mails_to(post, ada.user)

    refusal = next(text for text in told if "could not give" in text)
    offer = next(text for text in told if "Confirm it until" in text)
    assert "welcome!" not in refusal
    assert "welcome!" in offer


def test_the_words_of_an_offer_stay_until_it_lapses_or_is_given_back(event, boss, client):
    change(event, needs_approval=True)
    ada = comes(event)
    decide(actor=boss, participant=ada, decision="accept", words="Bring a laptop.")
    ada.refresh_from_db()
    confirm_place(actor=ada.user, participant=ada)
    client.force_login(ada.user)
    page = reverse("teams:taking_part", args=[event.slug])
    assert "Bring a laptop." in client.get(page).text

    withdraw_from_event(actor=ada.user, participant=ada)
    apply(actor=ada.user, event=event, answers={})

    assert "Bring a laptop." not in client.get(page).text


def test_the_page_of_who_waits_says_who_decides(event, boss, client):
    change(event, needs_approval=True, capacity=1)
    ada, bob = comes(event), comes(event)
    decide(actor=boss, participant=ada, decision="wait", words=FRIDAY)
    decide(actor=boss, participant=bob, decision="queue")

    for person, sentence in ((ada, "The organisers decide"), (bob, "You are the next")):
        client.force_login(person.user)
        page = client.get(reverse("teams:taking_part", args=[event.slug])).text
        assert sentence in page


def test_the_organisers_list_tells_both_kinds_of_waiting_apart(event, boss, client):
    change(event, needs_approval=True)
    ada, bob, nobody = comes(event), comes(event), UserFactory()
    decide(actor=boss, participant=ada, decision="wait", words=FRIDAY)
    decide(actor=boss, participant=bob, decision="queue")
    client.force_login(boss)

    page = client.get(reverse("admin:teams_participant_changelist"), {"is_held__exact": "1"}).text

    assert ada.user.email in page
    assert bob.user.email not in page
    assert nobody.email not in page


@pytest.mark.parametrize("decision", ["wait", "queue", "decline", "accept"])
def test_words_of_a_decision_go_with_it_when_the_desk_gives_a_place(event, boss, client, decision):
    change(event, needs_approval=True)
    ada = comes(event)
    decide(actor=boss, participant=ada, decision=decision, words=FRIDAY)

    register_at_desk(actor=boss, event=event, name="Ada", email=ada.user.email)

    ada.refresh_from_db()
    told = (ada.words, ada.decided_at, ada.is_held, ada.confirm_by)
    assert told == ("", None, False, None)
    client.force_login(ada.user)
    page = client.get(reverse("teams:taking_part", args=[event.slug])).text
    assert "You have a place" in page
    assert FRIDAY not in page
