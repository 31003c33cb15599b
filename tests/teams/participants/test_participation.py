"""Taking part: answered, agreed, in line, confirmed in time, given back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import relay_promises
from teams.door.services import check_in, register_at_desk
from teams.models import AdmissionCode, ConsentText, EntryQuestion, Member, Participant
from teams.participants.selectors import open_texts
from teams.participants.services.admission import (
    decide,
    keep_places_moving,
    note_participant,
    publish_consent,
)
from teams.participants.services.participation import (
    agree_to,
    apply,
    confirm_place,
    look_for_team,
    save_answers,
    withdraw_from_event,
)
from teams.participants.services.places import confirmable_until
from teams.team.services.registration import register_team
from tests.factories import ChallengeFactory, EventFactory, OrganiserFactory, UserFactory
from tests.post import arrived, text_of
from tests.teams.team.test_members import team_of

pytestmark = pytest.mark.django_db
S = Participant.Status


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


def change(row, **values):
    with unguarded("test"):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def comes(event, **what):
    return apply(actor=UserFactory(), event=event, answers={}, **what)


def state_of(participant):
    participant.refresh_from_db()
    return participant.status


def rules(event, boss, **fields):
    text = ConsentText(kind="rules", sentence="I keep to the rules.", **fields)
    return publish_consent(actor=boss, event=event, text=text)


def test_where_nothing_is_asked_a_team_is_enough_to_take_part(event, challenge):
    ada = UserFactory()

    register_team(actor=ada, event=event, name="Railbow", challenge=challenge)

    assert Participant.objects.get().status == S.CONFIRMED


def test_where_something_is_asked_a_team_comes_after_registering(event, challenge, boss):
    ada, text = UserFactory(), rules(event, boss)

    with pytest.raises(StateConflict, match="Register for the event first"):
        register_team(actor=ada, event=event, name="Railbow", challenge=challenge)
    apply(actor=ada, event=event, answers={}, agreed=[text])
    register_team(actor=ada, event=event, name="Railbow", challenge=challenge)

    assert Member.objects.get().user == ada


def test_places_go_to_who_comes_first_and_the_rest_waits_in_line(event):
    change(event, capacity=2)

    states = [comes(event).status for _ in range(4)]

    assert states == [S.CONFIRMED, S.CONFIRMED, S.WAITING, S.WAITING]


def test_a_place_given_back_moves_to_who_waits_longest_to_be_confirmed(event, post):
    change(event, capacity=1)
    first, second, third = (comes(event) for _ in range(3))

    withdraw_from_event(actor=first.user, participant=first)

    assert [state_of(p) for p in (first, second, third)] == [S.WITHDRAWN, S.OFFERED, S.WAITING]
    relay_promises()
    deliver_due()
    offers = [m for m in arrived(post) if "Confirm it until" in text_of(m)]
    assert [m["To"] for m in offers] == [second.user.email]


def test_a_place_that_is_not_confirmed_in_time_moves_on_by_itself(event):
    change(event, capacity=1)
    first, second, third = (comes(event) for _ in range(3))
    withdraw_from_event(actor=first.user, participant=first)
    second.refresh_from_db()
    change(second, confirm_by=timezone.now() - timedelta(minutes=1))

    keep_places_moving()
    keep_places_moving()

    assert [state_of(p) for p in (second, third)] == [S.LAPSED, S.OFFERED]
    with pytest.raises(StateConflict, match="moved on"):
        confirm_place(actor=second.user, participant=second)
    confirm_place(actor=third.user, participant=third)
    assert state_of(third) == S.CONFIRMED


def test_one_reminder_is_sent_when_half_of_the_time_is_over(event, post):
    change(event, capacity=1, confirm_days=2)
    first, second = comes(event), comes(event)
    withdraw_from_event(actor=first.user, participant=first)
    keep_places_moving()
    assert Participant.objects.get(pk=second.pk).reminded_at is None
    second.refresh_from_db()
    change(second, confirm_by=timezone.now() + timedelta(hours=20))

    keep_places_moving()
    keep_places_moving()

    relay_promises()
    deliver_due()
    mine = [m for m in arrived(post) if m["To"] == second.user.email and "Confirm" in m["Subject"]]
    assert len(mine) == 2  # the offer, and one reminder


def test_more_places_let_people_move_up(event):
    change(event, capacity=1)
    _first, second = comes(event), comes(event)
    change(event, capacity=2)

    keep_places_moving()

    assert state_of(second) == S.OFFERED


def test_by_approval_the_organisers_decide_and_say_a_word(event, boss, post):
    change(event, needs_approval=True)
    ada, bob = comes(event), comes(event)

    decide(actor=boss, participant=ada, decision="accept", words="Nice to have you.")
    decide(actor=boss, participant=bob, decision="decline", words="Next time.")

    assert [state_of(ada), state_of(bob)] == [S.OFFERED, S.DECLINED]
    relay_promises()
    deliver_due()
    said = [(m["To"], text_of(m)) for m in arrived(post)]
    assert any(to == ada.user.email and "Nice to have you." in text for to, text in said)
    assert any(to == bob.user.email and "Next time." in text for to, text in said)


def test_nobody_is_accepted_beyond_the_places(event, boss):
    change(event, needs_approval=True, capacity=1)
    ada, bob = comes(event), comes(event)
    decide(actor=boss, participant=ada, decision="accept")

    with pytest.raises(StateConflict, match="All places are taken"):
        decide(actor=boss, participant=bob, decision="accept")


def test_only_the_events_own_organisers_decide_and_note(event):
    change(event, needs_approval=True)
    ada, stranger = comes(event), OrganiserFactory(event=EventFactory()).user

    for do in (
        lambda: decide(actor=stranger, participant=ada, decision="accept"),
        lambda: decide(actor=ada.user, participant=ada, decision="accept"),
        lambda: note_participant(actor=stranger, participant=ada, note="x"),
        lambda: check_in(actor=ada.user, participant=ada),
    ):
        with pytest.raises(PermissionDenied):
            do()


def test_a_code_lets_in_as_many_as_it_says_however_it_is_typed(event):
    change(event, needs_code=True)
    with unguarded("test"):
        AdmissionCode.objects.create(event=event, code="Partner-2020", uses=1, uses_left=1)

    assert comes(event, code=" partner 2020 ").status == S.CONFIRMED
    for wrong in ("Partner-2020", "", "PARTNER"):
        with pytest.raises(ValidationError, match="This code does not work"):
            comes(event, code=wrong)


def test_after_the_organisers_date_nobody_registers(event):
    change(event, registration_closes_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(PhaseClosed):
        comes(event)


def test_a_new_version_of_a_text_asks_again_and_the_old_agreement_stays(event, boss, challenge):
    ada, first = UserFactory(), rules(event, boss)
    with translation.override("nl"):
        participant = apply(actor=ada, event=event, answers={}, agreed=[first])
    assert open_texts(event, participant) == []

    second = rules(event, boss)

    assert (second.version, open_texts(event, participant)) == (2, [second])
    with pytest.raises(StateConflict, match="A text has changed"):
        register_team(actor=ada, event=event, name="Railbow", challenge=challenge)
    agree_to(actor=ada, participant=participant, texts=[second])
    kept = participant.acceptances.order_by("pk").values_list("text__version", "language")
    assert list(kept) == [(1, "nl"), (2, "en")]


def test_without_agreeing_nobody_takes_part(event, boss):
    rules(event, boss)

    with pytest.raises(StateConflict, match="Agree to the texts"):
        comes(event)


def test_answers_are_kept_before_anything_is_sent(event):
    ada = UserFactory()
    with unguarded("test"):
        question = EntryQuestion.objects.create(event=event, label="Diet")

    save_answers(actor=ada, event=event, answers={question: "vegan"})
    save_answers(actor=ada, event=event, answers={question: "none"})

    participant = Participant.objects.get()
    assert participant.status == S.STARTED
    assert [a.value for a in participant.answers.all()] == ["none"]


def test_who_withdraws_leaves_the_team_and_a_captain_hands_it_over_first(event):
    ada, bob = UserFactory(), UserFactory()
    first, second = (apply(actor=who, event=event, answers={}) for who in (ada, bob))
    team = team_of(event, ada, bob)

    with pytest.raises(StateConflict, match="Hand it over"):
        withdraw_from_event(actor=ada, participant=first)
    withdraw_from_event(actor=bob, participant=second)

    assert [m.user for m in team.members.all()] == [ada]


def test_only_who_has_a_place_is_shown_as_looking_for_a_team(event):
    change(event, needs_approval=True)
    ada = comes(event)

    with pytest.raises(StateConflict, match="Take part in the event first"):
        look_for_team(actor=ada.user, participant=ada, is_looking=True)


def test_a_second_scan_of_a_badge_is_told_and_changes_nothing(event, boss):
    ada = comes(event)

    _, news = check_in(actor=boss, participant=ada)
    at = ada.arrived_at
    _, again = check_in(actor=boss, participant=ada)

    assert (news, again, ada.arrived_at) == (True, False, at)


def test_who_has_no_place_does_not_pass_the_door(event, boss):
    change(event, needs_approval=True)

    with pytest.raises(StateConflict, match="has no place"):
        check_in(actor=boss, participant=comes(event))


def test_somebody_who_just_comes_is_registered_at_the_desk(event, boss):
    one = register_at_desk(actor=boss, event=event, name="Zoë", email="ZOE@example.org")
    two = register_at_desk(actor=boss, event=event, name="Zoë", email="zoe@example.org")

    assert one == two
    assert one.status == S.CONFIRMED
    assert one.arrived_at
    assert not one.user.has_usable_password()


def test_a_challenge_of_another_event_is_not_what_one_looks_for(event):
    ada = comes(event)

    with pytest.raises(StateConflict):
        look_for_team(
            actor=ada.user,
            participant=ada,
            is_looking=True,
            challenge=ChallengeFactory(event=EventFactory()),
        )


def test_the_day_to_confirm_by_never_lies_beyond_the_deadline():
    event = EventFactory(during="hacking")
    event.confirm_days = 30
    now = event.hacking_starts_at

    assert confirmable_until(event, now) == event.submissions_close_at
    event.confirm_days = 0
    assert confirmable_until(event, now) == now
