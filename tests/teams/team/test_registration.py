import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.models import AuditEntry, OutboxMessage
from teams.models import Invitation, Team
from teams.team.services.members import hand_over
from teams.team.services.registration import (
    accept_invitation,
    invite_members,
    register_team,
    revoke_invitation,
)
from tests.factories import ChallengeFactory, EventFactory, MemberFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory(email="ada@example.org")


@pytest.fixture
def bob():
    return UserFactory(email="bob@example.org")


@pytest.fixture
def eve():
    return UserFactory(email="eve@example.org")


@pytest.fixture
def railbow(event, challenge, ada):
    return register_team(
        actor=ada, event=event, name="Railbow", challenge=challenge, invite=["bob@example.org"]
    )


def test_the_person_who_registers_a_team_is_its_captain_in_the_first_seat(railbow, ada):
    assert [(m.user, m.seat, m.is_captain) for m in railbow.members.all()] == [(ada, 1, True)]


def test_registering_leaves_one_audit_entry_and_one_promise_to_mail(railbow, ada):
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.subject) == ("team.register", ada, railbow)
    assert entry.data == {"invited": 1}
    assert entry.at == railbow.created_at
    assert OutboxMessage.objects.get().entry == entry


@pytest.mark.parametrize("phase", ["draft", "judging", "deliberation"])
def test_a_closed_phase_leaves_nothing_behind(phase, ada):
    event = EventFactory(during=phase)

    with pytest.raises(PhaseClosed):
        register_team(
            actor=ada, event=event, name="Railbow", challenge=ChallengeFactory(event=event)
        )

    assert (Team.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_nobody_registers_for_an_event_that_is_not_shown(ada):
    event = EventFactory(during="registration", is_listed=False)

    with pytest.raises(PermissionDenied):
        register_team(
            actor=ada, event=event, name="Railbow", challenge=ChallengeFactory(event=event)
        )


def test_a_challenge_of_another_event_is_refused(event, ada):
    elsewhere = ChallengeFactory(event=EventFactory())

    with pytest.raises(ValidationError, match="this event's challenges"):
        register_team(actor=ada, event=event, name="Railbow", challenge=elsewhere)


def test_the_database_refuses_a_second_team_and_says_why(event, challenge):
    seat = MemberFactory(team__event=event)

    with pytest.raises(ValidationError, match="You are in the team"):
        register_team(actor=seat.user, event=event, name="Second", challenge=challenge)


@pytest.mark.parametrize("likeness", ["RÂILBOW", "rail bow", "Rail\u00adbow"])
def test_a_name_is_taken_however_it_is_cased_accented_or_spaced(event, challenge, ada, likeness):
    TeamFactory(event=event, name="Railbow")

    with pytest.raises(ValidationError):
        register_team(actor=ada, event=event, name=likeness, challenge=challenge)

    assert event.teams.count() == 1


def test_a_team_cannot_invite_more_people_than_it_has_seats(event, challenge, ada):
    crowd = [f"guest{n}@example.org" for n in range(event.max_team_size)]

    with pytest.raises(StateConflict, match="at most 5 members"):
        register_team(actor=ada, event=event, name="Railbow", challenge=challenge, invite=crowd)


def test_the_invited_person_takes_the_next_seat_and_the_invitation_is_used_up(railbow, bob):
    invitation = railbow.invitations.get()

    accept_invitation(actor=bob, invitation=invitation)

    assert [(m.user, m.seat) for m in railbow.members.all()][1:] == [(bob, 2)]
    with pytest.raises(StateConflict, match="has been used"):
        accept_invitation(actor=bob, invitation=invitation)


def test_a_mail_that_is_opened_once_more_leads_to_the_team(client, railbow, bob):
    invitation = railbow.invitations.get()
    accept_invitation(actor=bob, invitation=invitation)
    client.force_login(bob)

    answer = client.get(reverse("teams:accept", args=[railbow.event.slug, invitation.token]))

    assert answer.url == railbow.get_absolute_url()


def test_an_invitation_opens_for_the_invited_address_alone(railbow, eve):
    with pytest.raises(PermissionDenied):
        accept_invitation(actor=eve, invitation=railbow.invitations.get())


def test_a_withdrawn_invitation_opens_nothing(railbow, ada, bob):
    invitation = revoke_invitation(actor=ada, invitation=railbow.invitations.get())

    with pytest.raises(StateConflict, match="withdrawn"):
        accept_invitation(actor=bob, invitation=invitation)


def test_only_the_captain_invites(railbow, eve):
    with pytest.raises(PermissionDenied):
        invite_members(actor=eve, team=railbow, emails=["mallory@example.org"])


def test_the_token_is_not_in_the_database(railbow):
    invitation = railbow.invitations.get()
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert invitation.token not in str(stored)
    assert len(invitation.token) == 64


def test_a_team_handed_over_has_one_captain(railbow, ada, bob):
    accept_invitation(actor=bob, invitation=railbow.invitations.get())

    hand_over(actor=ada, member=railbow.members.get(user=bob))

    assert [m.user for m in railbow.members.filter(is_captain=True)] == [bob]
