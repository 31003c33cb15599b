"""What people read at the doors of a team when another part of theirs excludes a seat."""

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from hackathon.kernel.roles import Role
from teams.models import Coach, CoachChallenge, JoinRequest, Participant
from teams.team.services.joining import open_link
from teams.team.services.registration import edit_team, invite_members
from tests import factories
from tests.house.role_ways import hold, world
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db
HELD = {
    Role.JUDGES: "You sit on the jury",
    Role.SEES_MARKS: "you may see the jury",
    Role.COACHES: "You coach for “Greener travel”",
}


@pytest.fixture
def scene():
    return world()


def doors(scene):
    """The address of every way into a team that somebody can open by themselves."""
    team, slug = scene.team(), scene.event.slug
    captain = scene.captain_of(team)
    edit_team(actor=captain, team=team, is_open=True)
    link = open_link(actor=captain, team=team, uses=2, days=2)
    [invitation] = invite_members(actor=captain, team=team, emails=[scene.person.email])
    return {
        "join": reverse("teams:join", args=[slug, link.code]),
        "accept": reverse("teams:accept", args=[slug, invitation.token]),
        "ask": reverse("teams:ask", args=[slug, team.pk]),
    }


@pytest.mark.parametrize("role", HELD)
@pytest.mark.parametrize("door", ["join", "accept", "ask"])
def test_every_door_says_why_instead_of_its_button(scene, client, door, role):
    address = doors(scene)[door]
    hold(scene, role)
    confirmed(client, scene.person)

    page = client.get(address).text

    assert HELD[role].replace("'", "&#x27;") in page
    assert 'method="post" novalidate' not in page


@pytest.mark.parametrize("role", [Role.JUDGES, Role.SEES_MARKS])
def test_the_page_to_register_a_team_says_why_there_is_no_form(scene, client, role):
    hold(scene, role)
    confirmed(client, scene.person)

    page = client.get(reverse("teams:register", args=[scene.event.slug])).text

    assert HELD[role] in page
    assert 'name="name"' not in page


def test_a_coach_reads_beside_the_challenge_that_they_coach_it_and_loses_nothing(scene, client):
    hold(scene, Role.COACHES)
    confirmed(client, scene.person)
    address = reverse("teams:register", args=[scene.event.slug])

    page = client.post(address, {"name": "Blue Traffic", "challenge": scene.challenge.pk})

    assert "You coach for “Greener travel”" in page.text
    assert 'value="Blue Traffic"' in page.text
    done = client.post(address, {"name": "Blue Traffic", "challenge": scene.elsewhere.pk})
    assert done.status_code == 302


@pytest.mark.parametrize("role", HELD)
def test_a_captain_is_told_no_secret(scene, client, role):
    team = scene.team()
    with unguarded("test"):
        asked = JoinRequest.objects.create(
            team=team, user=scene.person, asked_at=scene.event.hacking_starts_at
        )
        Participant.objects.create(
            event=scene.event,
            user=scene.person,
            status="confirmed",
            started_at=asked.asked_at,
            confirmed_at=asked.asked_at,
        )
    hold(scene, role)
    confirmed(client, scene.captain_of(team))
    address = reverse("teams:answer", args=[scene.event.slug, team.pk, asked.pk])

    page = client.get(address).text
    after = client.post(address, {"do": "accept", "words": ""}, follow=True).text

    for told in (page, after):
        assert "Ada Lovelace has another part in this event that excludes this" in told
        assert "jury" not in told.partition("has another part")[2][:200]
    assert not team.members.filter(user=scene.person).exists()


def test_who_helped_a_team_stays_out_of_its_challenge_also_when_the_list_changes(scene, client):
    coach = factories.CoachFactory(event=scene.event, user=scene.person)
    factories.CoachChallengeFactory(coach=coach, challenge=scene.elsewhere)
    rival = scene.team()
    request = factories.HelpRequestFactory(team=rival, asked_by=scene.captain_of(rival))
    with unguarded("test"):
        request.steps.create(coach=coach, kind="claimed", at=request.asked_at)
    confirmed(client, scene.person)
    address = reverse("teams:register", args=[scene.event.slug])

    page = client.post(address, {"name": "Blue Traffic", "challenge": scene.challenge.pk}).text

    assert "You have helped teams of “Greener travel” as a coach" in page
    assert Coach.objects.count() == CoachChallenge.objects.count() == 1
