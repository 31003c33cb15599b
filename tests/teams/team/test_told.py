"""Who is told of what happens to a team, to a place and to a request for help."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from challenges.services.questions import ask_question, remove_owner
from hackathon.kernel.guard import unguarded
from teams.help.services.help import ask_help, claim_help, end_open_help
from teams.mergers.services import offer_merge
from teams.models import HelpRequest, Member, Participant
from teams.participants.services.admission import decide
from teams.participants.services.participation import apply, withdraw_from_event
from teams.rulings.services import (
    appoint_captain,
    close_team,
    correct_team,
    merge_teams,
)
from teams.team.services.joining import ask_to_join
from teams.team.services.members import leave_team
from teams.team.services.registration import edit_team, invite_members
from tests.clock import database_at
from tests.factories import (
    ChallengeFactory,
    ChallengeOwnerFactory,
    CoachFactory,
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.teams.participants.test_participation import change
from tests.teams.team.test_members import team_of
from tests.telling import mails_since, told_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


def own_place(event, user):
    with unguarded("test"):
        return Participant.objects.create(
            event=event, user=user, status="confirmed", started_at=timezone.now()
        )


def withdraw(event, user):
    place = own_place(event, user)
    withdraw_from_event(actor=user, participant=place)


def test_the_captain_is_told_when_whom_they_invited_gives_up_their_place(event):
    ada, bob = UserFactory(), UserFactory(email="bob@example.org")
    team = team_of(event, ada, name="Railbow")
    invite_members(actor=ada, team=team, emails=[bob.email])
    mails_since()

    withdraw(event, bob)

    [text] = [text for text in told_to(ada, mails_since()) if "has ended" in text]
    assert "You invited bob@example.org to Railbow" in text


def test_the_captain_is_told_once_when_a_member_withdraws_from_the_event(event):
    ada, bob = UserFactory(), UserFactory(name="Bob")
    team_of(event, ada, bob, name="Railbow")

    withdraw(event, bob)

    [text] = told_to(ada, mails_since())
    assert "Bob has withdrawn from the event and with that has left Railbow" in text


def test_a_new_captain_reads_in_one_mail_who_left_and_that_they_lead_the_team(event):
    ada, bob = UserFactory(name="Ada"), UserFactory()
    team = team_of(event, ada, bob, name="Railbow")

    leave_team(
        actor=ada,
        member=Member.objects.get(user=ada),
        successor=team.members.get(user=bob),
    )

    [text] = told_to(bob, mails_since())
    assert "Ada has left Railbow" in text
    assert "You lead the team now" in text


@pytest.mark.parametrize("size", [1, 2])
def test_who_withdraws_reads_before_whether_the_team_ends_with_it(event, client, size):
    bob = UserFactory()
    captain = [UserFactory()] if size == 2 else []
    team_of(event, *captain, bob, name="Railbow")
    place = own_place(event, bob)
    client.force_login(bob)

    page = client.get(place.get_absolute_url()).text

    assert ("You are the last member of Railbow" in page) is (size == 1)
    assert ("You also leave the team Railbow, and its captain is told" in page) is (size == 2)


@pytest.mark.parametrize("ends", ["closed", "merged", "left", "withdrawn"])
def test_whoever_waits_for_an_answer_of_a_team_that_ends_is_told(event, boss, ends):
    ada, eve, other_captain = UserFactory(), UserFactory(), UserFactory()
    team, other = team_of(event, ada, name="Railbow"), team_of(event, other_captain, name="Others")
    third = UserFactory()
    edit_team(actor=ada, team=team, is_open=True)
    ask_to_join(actor=eve, team=team, message="")
    offer_merge(actor=third, team=team_of(event, third, name="Third"), other=team, keeps_ours=True)
    team.refresh_from_db()
    {
        "closed": lambda: close_team(actor=boss, team=team, reason="Empty."),
        "merged": lambda: merge_teams(actor=boss, source=team, target=other, reason="Few."),
        "left": lambda: leave_team(actor=ada, member=Member.objects.get(user=ada)),
        "withdrawn": lambda: withdraw(event, ada),
    }[ends]()

    mails = mails_since()

    assert any("your request has ended" in text for text in told_to(eve, mails))
    assert any("Railbow has closed" in text for text in told_to(third, mails))


def test_organisers_are_told_once_that_people_wait_for_their_decision(event, boss):
    change(event, needs_approval=True)

    for _ in range(3):
        apply(actor=UserFactory(), event=event, answers={})

    waiting = [text for text in told_to(boss, mails_since()) if "waits until an organiser" in text]
    assert len(waiting) == 1


def test_a_request_for_help_where_nobody_coaches_reaches_the_organisers():
    ada = MemberFactory(team__event=EventFactory(during="hacking"))
    boss = OrganiserFactory(event=ada.event).user
    what = {"what": "How?", "where": "Table 7", "language": "en"}

    ask_help(actor=ada.user, team=ada.team, **what)
    assert len(told_to(boss, mails_since())) == 1
    CoachFactory(event=ada.event)
    ask_help(actor=ada.user, team=ada.team, **what)

    assert len(told_to(boss, mails_since())) == 1, "the coaches have the queue before them"


def test_what_is_open_when_hacking_ends_is_closed_and_both_sides_are_told():
    ada = MemberFactory(team__event=EventFactory(during="hacking"))
    coach = CoachFactory(event=ada.event, name="Carla Coach")
    what = {"what": "How?", "where": "Table 7", "language": "en"}
    claimed = claim_help(actor=coach.user, request=ask_help(actor=ada.user, team=ada.team, **what))
    waiting = ask_help(actor=ada.user, team=ada.team, **what)
    assert end_open_help() == 0

    with database_at(ada.event.submissions_close_at + timedelta(minutes=1)):
        assert [end_open_help() for _ in range(2)] == [2, 0]

    assert {row.status for row in HelpRequest.objects.all()} == {"cancelled"}
    mails = mails_since()
    assert any("Carla Coach had taken it" in text for text in told_to(ada.user, mails))
    assert any("No coach had taken it" in text for text in told_to(ada.user, mails))
    [text] = told_to(coach.user, mails)
    assert "that you had taken is closed" in text
    assert (claimed.pk, waiting.pk) == tuple(
        HelpRequest.objects.order_by("pk").values_list("pk", flat=True)
    )


def ask(challenge):
    return ask_question(actor=UserFactory(), challenge=challenge, text="May we?", language="en")


def test_a_question_without_an_owner_reaches_the_organisers(event, challenge, boss, client):
    """By mail, as a count on every page of the event, and in a list that the count leads to."""
    ask(challenge)

    [text] = told_to(boss, mails_since())
    assert "May we?" in text
    client.force_login(boss)
    listed = reverse("challenges:unanswered", args=[event.slug])
    home = client.get(event.get_absolute_url()).text
    assert f'href="{listed}"' in home
    assert "Questions: 1" in home
    answers = reverse("challenges:questions", args=[event.slug, challenge.slug])
    assert answers in client.get(listed).text
    assert "May we?" in client.get(answers).text


def test_a_question_with_an_owner_is_the_owners(event, challenge, boss, client):
    owner = ChallengeOwnerFactory(challenge=challenge)
    ask(challenge)

    mails = mails_since()

    assert len(told_to(owner.user, mails)) == 1
    assert told_to(boss, mails) == []
    for person, counted in ((owner.user, True), (boss, False), (UserFactory(), False)):
        client.force_login(person)
        assert ("Questions: 1" in client.get(event.get_absolute_url()).text) is counted
        listed = client.get(reverse("challenges:unanswered", args=[event.slug]))
        assert (challenge.title in listed.text.split("<main")[1]) is counted


def test_what_waited_for_an_owner_who_is_gone_waits_for_the_organisers(event, challenge, boss):
    owner = ChallengeOwnerFactory(challenge=challenge)
    ask(challenge)

    remove_owner(actor=boss, owner=owner)

    assert any("has no owner any more" in text for text in told_to(boss, mails_since()))


def test_the_mail_says_what_an_organiser_corrected_and_nothing_else(event, boss):
    ada, bob = UserFactory(), UserFactory(name="Bob")
    team = team_of(event, ada, bob, name="Railbow")
    water = ChallengeFactory(event=event, title="Water")

    def told(correct, **what):
        correct(actor=boss, reason="As you asked.", **what)
        return told_to(ada, mails_since())[-1]

    moved = told(correct_team, team=team, challenge=water)
    assert "The challenge of your team Railbow is now “Water”." in moved
    renamed = told(correct_team, team=team, name="Rainbow")
    assert "Your team is now called Rainbow." in renamed
    assert "Water" not in renamed
    appointed = told(appoint_captain, member=team.members.get(user=bob))
    assert "Bob is now the captain of your team Rainbow." in appointed
    assert "called" not in appointed


def test_who_had_a_place_reads_that_it_is_taken_back(event, boss):
    ada, bob = UserFactory(), UserFactory()
    place = own_place(event, ada)
    with unguarded("test"):
        other = Participant.objects.create(
            event=event, user=bob, status="applied", started_at=timezone.now()
        )

    for row in (place, other):
        decide(actor=boss, participant=row, decision="decline")

    mails = mails_since()
    [taken] = told_to(ada, mails)
    assert f"The organisers have taken back your place in {event.name}" in taken
    assert "The organisers could not give you a place." in told_to(bob, mails)[0]
