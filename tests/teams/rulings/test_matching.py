"""People without a team, and the teams that a solver proposes to them."""

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import relay_promises
from teams.models import Invitation, Participant
from teams.rulings.selectors import match_people, openings, orphans
from tests.factories import EventFactory, OrganiserFactory, UserFactory
from tests.post import arrived
from tests.teams.team.test_members import team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return EventFactory(during="registration", min_team_size=2, max_team_size=3)


def free(event, **said):
    with unguarded("test"):
        return Participant.objects.create(
            event=event,
            user=UserFactory(),
            status="confirmed",
            started_at=event.registration_opens_at,
            applied_at=event.registration_opens_at,
            **said,
        )


def looking(event, name, size=2, **wanted):
    team = team_of(event, *(UserFactory() for _ in range(size)), name=name)
    with unguarded("test"):
        team.is_open = True
        for field, value in wanted.items():
            setattr(team, field, value)
        team.save()
    return team


def proposed(event):
    return {
        m.participant.pk: m.team.name if m.team else None
        for m in match_people(orphans(event), openings(event))
    }


def test_skills_language_and_challenge_decide(event):
    law = looking(event, "Law", wanted_skills=["law"], languages=["fr"])
    looking(event, "Art", wanted_skills=["design"], languages=["nl"])
    one = free(event, skills=["design"], languages=["nl"])
    two = free(event, skills=["law"], languages=["fr"], challenge=law.challenge)

    assert proposed(event) == {one.pk: "Art", two.pk: "Law"}


def test_teams_that_are_too_small_come_first(event):
    looking(event, "Fine", size=2)
    team_of(event, name="Alone")
    one = free(event)

    assert proposed(event) == {one.pk: "Alone"}


def test_a_seat_goes_to_one_person_and_the_rest_has_none(event):
    looking(event, "Law", size=2)
    people = [free(event) for _ in range(3)]

    assert sorted(map(str, proposed(event).values())) == ["Law", "None", "None"]
    assert match_people(people, []) == match_people(people, openings(EventFactory()))


def test_who_has_a_team_or_an_invitation_is_not_proposed(event):
    team = looking(event, "Law", size=2)
    invited = free(event)
    with unguarded("test"):
        Invitation.offering(
            team,
            invited.user.email,
            invited_by=UserFactory(),
            created_at=event.registration_opens_at,
        ).save()
    seated = free(event)
    team_of(event, seated.user, UserFactory(), name="Others")

    assert orphans(event) == []


def test_the_organiser_edits_the_proposal_and_sends_it_as_invitations(client, event, post):
    law, art = looking(event, "Law"), looking(event, "Art")
    one, two = free(event), free(event)
    client.force_login(OrganiserFactory(event=event).user)
    page = reverse("admin:teams_participant_matches", args=[event.pk])

    assert "Law" in client.get(page).text
    client.post(page, {f"team-{one.pk}": art.pk, f"team-{two.pk}": ""})

    assert [(i.team, i.email) for i in Invitation.objects.all()] == [(art, one.user.email)]
    relay_promises()
    deliver_due()
    assert [m["To"] for m in arrived(post)] == [one.user.email]
    assert law.invitations.count() == 0


def test_more_people_than_seats_are_refused_together(client, event):
    law = looking(event, "Law")
    people = [free(event) for _ in range(2)]
    client.force_login(OrganiserFactory(event=event).user)
    page = reverse("admin:teams_participant_matches", args=[event.pk])

    said = client.post(page, {f"team-{p.pk}": law.pk for p in people})

    assert "Law has 1 free seat, and you chose 2 people for it." in said.text
    assert said.text.count(f'value="{law.pk}" selected') == 2, "what was chosen is still there"
    assert not Invitation.objects.exists()
