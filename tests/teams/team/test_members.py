"""Who leads a team, who leaves it, and what becomes of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import OutboxMessage
from teams.models import Answer, Member, Submission, Version
from teams.rulings.services import (
    appoint_captain,
    close_team,
    correct_team,
    merge_teams,
    move_member,
    reopen_team,
)
from teams.team.services.joining import ask_to_join, open_link
from teams.team.services.members import hand_over, leave_team, remove_member
from teams.team.services.registration import edit_team, invite_members
from tests.factories import (
    ChallengeFactory,
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    TeamFactory,
    UserFactory,
    submitted,
)
from tests.post import arrived, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


def team_of(event, *people, name="Railbow"):
    """A team in that event; the first person leads it."""
    team = TeamFactory(event=event, name=name)
    for seat, user in enumerate(people or [UserFactory()], start=1):
        MemberFactory(team=team, user=user, seat=seat, is_captain=seat == 1)
    return team


def seat_of(user):
    return Member.objects.get(user=user)


def captains(team):
    return [m.user for m in team.members.filter(is_captain=True)]


def test_a_member_leaves_and_the_seat_is_free(event):
    ada, bob = UserFactory(), UserFactory()
    team = team_of(event, ada, bob)

    leave_team(actor=bob, member=seat_of(bob))

    assert [m.user for m in team.members.all()] == [ada]
    assert team.departures.get().user == bob


def test_a_captain_leaves_only_with_a_successor(event):
    ada, bob = UserFactory(), UserFactory()
    team = team_of(event, ada, bob)

    with pytest.raises(StateConflict, match="Choose who leads"):
        leave_team(actor=ada, member=seat_of(ada))
    leave_team(actor=ada, member=seat_of(ada), successor=seat_of(bob))

    assert captains(team) == [bob]
    assert team.members.count() == 1


def test_a_successor_is_somebody_of_the_same_team(event):
    ada, bob, eve = UserFactory(), UserFactory(), UserFactory()
    team = team_of(event, ada, bob)
    team_of(event, eve, name="Others")

    with pytest.raises(StateConflict):
        leave_team(actor=ada, member=seat_of(ada), successor=seat_of(eve))

    assert captains(team) == [ada]


def test_the_last_one_out_closes_the_team_and_every_door(event):
    event.hacking_starts_at = timezone.now() - timedelta(hours=1)
    version = submitted(event)
    team = version.submission.team
    captain = team.members.get().user
    invite_members(actor=captain, team=team, emails=["bob@example.org"])
    link = open_link(actor=captain, team=team, uses=2, days=2)
    edit_team(actor=captain, team=team, is_open=True)
    asked = ask_to_join(actor=UserFactory(), team=team, message="")

    leave_team(actor=captain, member=seat_of(captain))

    team.refresh_from_db()
    link.refresh_from_db()
    asked.refresh_from_db()
    assert team.closed_at
    assert not team.invitations.pending().exists()
    assert link.revoked_at
    assert asked.answer == Answer.CLOSED
    assert not Submission.objects.judgeable().exists()


def test_the_name_of_a_closed_team_is_free_again(event):
    ada = UserFactory()
    team_of(event, ada)
    leave_team(actor=ada, member=seat_of(ada))

    assert team_of(event, name="Railbow")


def test_who_is_removed_is_told_the_reason(event, post):
    ada, bob = UserFactory(), UserFactory()
    team_of(event, ada, bob)

    remove_member(actor=ada, member=seat_of(bob), reason="We agreed to part.")

    relay_promises()
    deliver_due()
    (letter,) = arrived(post)
    assert letter["To"] == bob.email
    assert "We agreed to part." in text_of(letter)


def test_a_captain_cannot_be_removed_and_a_member_removes_nobody(event):
    ada, bob = UserFactory(), UserFactory()
    team_of(event, ada, bob)

    with pytest.raises(StateConflict):
        remove_member(actor=ada, member=seat_of(ada), reason="-")
    with pytest.raises(PermissionDenied):
        remove_member(actor=bob, member=seat_of(ada), reason="-")
    with pytest.raises(PermissionDenied):
        hand_over(actor=bob, member=seat_of(bob))


def test_once_teams_are_fixed_only_organisers_change_them(event, boss):
    ada, bob = UserFactory(), UserFactory()
    team = team_of(event, ada, bob)
    event.team_changes_close_at = timezone.now()
    with unguarded("test"):
        event.save()

    for change in (
        lambda: leave_team(actor=bob, member=seat_of(bob)),
        lambda: edit_team(actor=ada, team=team, pitch="New"),
        lambda: invite_members(actor=ada, team=team, emails=["eve@example.org"]),
        lambda: open_link(actor=ada, team=team, uses=1, days=1),
    ):
        with pytest.raises(PhaseClosed, match="possible until"):
            change()
    correct_team(actor=boss, team=team, name="Rainbow", reason="A typing error.")

    assert team.members.count() == 2


def test_an_organiser_changes_the_challenge_and_the_team_is_told_why(event, boss, post):
    ada = UserFactory()
    team = team_of(event, ada)
    other = ChallengeFactory(event=event, title="Safer roads")

    correct_team(actor=boss, team=team, challenge=other, reason="You asked for it.")

    relay_promises()
    deliver_due()
    (letter,) = arrived(post)
    assert letter["To"] == ada.email
    assert "You asked for it." in text_of(letter)
    assert "Safer roads" in text_of(letter)


def test_a_challenge_of_another_event_is_refused_to_an_organiser_too(event, boss):
    with pytest.raises(ValidationError):
        correct_team(
            actor=boss,
            team=team_of(event),
            challenge=ChallengeFactory(event=EventFactory()),
            reason="-",
        )


def test_a_closed_team_reopens_with_whoever_is_still_free(event, boss):
    ada, bob, eve = UserFactory(), UserFactory(), UserFactory()
    team = team_of(event, ada, bob, eve)
    close_team(actor=boss, team=team, reason="By mistake.")
    team_of(event, ada, name="Elsewhere")

    reopen_team(actor=boss, team=team, reason="It was a mistake.")

    assert {m.user for m in team.members.all()} == {bob, eve}
    assert len(captains(team)) == 1


def test_a_team_that_was_closed_by_mistake_reopens_as_it_stood(event, boss):
    version = submitted(event)
    team = version.submission.team
    captain = team.members.get().user
    bob = MemberFactory(team=team, seat=4, is_captain=False, is_named=True).user
    edit_team(actor=captain, team=team, is_open=True)
    invite_members(actor=captain, team=team, emails=["eve@example.org"])
    link = open_link(actor=captain, team=team, uses=2, days=2)
    asked = ask_to_join(actor=UserFactory(), team=team, message="")
    columns = ["user", "seat", "is_captain", "is_named", "joined_at"]
    seats = list(team.members.order_by("seat").values(*columns))

    close_team(actor=boss, team=team, reason="By mistake.")
    assert not Version.objects.entered().exists()
    reopen_team(actor=boss, team=team, reason="It was a mistake.")

    assert seats == list(team.members.order_by("seat").values(*columns))
    assert Version.objects.entered().get() == version
    for row in (team, link, asked):
        row.refresh_from_db()
    assert team.is_open
    assert team.invitations.pending().exists()
    assert link.revoked_at is None
    assert asked.answer == Answer.WAITING
    assert seat_of(bob).seat == 4


def test_a_person_is_moved_from_team_to_team_but_not_its_captain(event, boss):
    ada, bob, eve = UserFactory(), UserFactory(), UserFactory()
    first, second = team_of(event, ada, bob), team_of(event, eve, name="Others")

    move_member(actor=boss, user=bob, team=second, reason="Balance.")
    MemberFactory(team=first, seat=3, is_captain=False)
    with pytest.raises(StateConflict, match="another captain first"):
        move_member(actor=boss, user=ada, team=second, reason="Balance.")

    assert seat_of(bob).team == second
    assert captains(first) == [ada]


def test_moving_the_last_one_closes_the_team_they_leave(event, boss):
    ada, eve = UserFactory(), UserFactory()
    first, second = team_of(event, ada), team_of(event, eve, name="Others")

    move_member(actor=boss, user=ada, team=second, reason="Alone.")

    first.refresh_from_db()
    assert first.closed_at
    assert second.members.count() == 2


def test_an_organiser_merges_two_teams_and_names_a_captain(event, boss):
    ada, bob = UserFactory(), UserFactory()
    first, second = team_of(event, ada), team_of(event, bob, name="Others")

    merge_teams(actor=boss, source=first, target=second, reason="Both too small.")
    appoint_captain(actor=boss, member=seat_of(ada), reason="She leads.")

    first.refresh_from_db()
    assert (first.merged_into, second.members.count()) == (second, 2)
    assert captains(second) == [ada]


def test_organisers_of_another_event_change_nothing(event):
    stranger = OrganiserFactory(event=EventFactory()).user
    team, person = team_of(event), UserFactory()
    doings = [
        lambda: correct_team(actor=stranger, team=team, name="X1", reason="-"),
        lambda: close_team(actor=stranger, team=team, reason="-"),
        lambda: reopen_team(actor=stranger, team=team, reason="-"),
        lambda: move_member(actor=stranger, user=person, team=team, reason="-"),
        lambda: merge_teams(
            actor=stranger, source=team_of(event, name="O"), target=team, reason="-"
        ),
    ]
    for do in doings:
        with pytest.raises(PermissionDenied):
            do()
    assert not OutboxMessage.objects.exists()
