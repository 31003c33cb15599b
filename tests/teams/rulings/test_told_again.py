"""Who was told that something ended, or holds no more, is told when it does again; and who was
coming for nothing is told so."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hackathon.kernel.consequences import rehearse
from teams.help.services.help import ask_help, cancel_help, claim_help
from teams.mergers.services import offer_merge
from teams.models import HelpRequest, JoinRequest, Team
from teams.rulings.services import close_team, correct_team, reopen_team
from teams.team.services.joining import answer_request, ask_to_join, withdraw_request
from tests.factories import (
    ChallengeFactory,
    CoachFactory,
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.telling import mails_since, told_to

pytestmark = pytest.mark.django_db
WHY = "It was a mistake."


class Scene:
    def __init__(self):
        self.event = EventFactory(during="hacking")
        self.roads, self.rivers = (
            ChallengeFactory(event=self.event, title=title) for title in ("Roads", "Rivers")
        )
        self.boss = OrganiserFactory(event=self.event).user
        seat = MemberFactory(team__event=self.event, team__challenge=self.roads, team__is_open=True)
        self.captain, self.key = seat.user, seat.team_id

    @property
    def team(self):
        return Team.objects.get(pk=self.key)

    def act(self, act, **how):
        act(actor=self.boss, team=self.team, reason=WHY, **how)

    def claimed(self):
        coach = CoachFactory(event=self.event)
        what = {"what": "How?", "where": "Table 7", "language": "en"}
        asked = ask_help(actor=self.captain, team=self.team, **what)
        claim_help(actor=coach.user, request=asked)
        return coach.user, HelpRequest.objects.get(pk=asked.pk)


@pytest.fixture
def scene():
    return Scene()


def last_told(person):
    return told_to(person, mails_since())[-1]


def test_a_coach_who_is_coming_hears_that_the_team_needs_nobody_any_more(scene):
    coach, asked = scene.claimed()
    before = len(told_to(coach, mails_since()))

    cancel_help(actor=scene.captain, request=asked)

    told = told_to(coach, mails_since())[before:]
    assert len(told) == 1
    assert "has cancelled the request for help that you had taken" in told[0]


def test_a_coach_who_is_coming_hears_that_the_team_has_closed_and_that_it_is_open_again(scene):
    coach, asked = scene.claimed()

    scene.act(close_team)
    assert "has closed, so the request for help that you had taken has ended" in last_told(coach)
    scene.act(reopen_team)

    assert "is yours again" in last_told(coach)
    assert len(told_to(coach, mails_since())) == 2
    asked.refresh_from_db()
    assert asked.status == HelpRequest.Status.CLAIMED


def test_who_asked_to_join_and_who_proposed_hear_that_it_waits_again(scene):
    asker = UserFactory()
    ask_to_join(actor=asker, team=scene.team, message="Please.")
    other = MemberFactory(team__event=scene.event, team__challenge=scene.roads)
    offer_merge(actor=other.user, team=other.team, other=scene.team, keeps_ours=True)
    scene.act(close_team)
    assert "so your request has ended" in last_told(asker)
    assert "has ended" in last_told(other.user)

    scene.act(reopen_team)

    assert "waits for an answer again" in last_told(asker)
    assert "waits for an answer again" in last_told(other.user)


def test_a_request_holds_for_the_challenge_for_which_the_team_competed(scene, client):
    asker = UserFactory()
    asked = ask_to_join(actor=asker, team=scene.team, message="For Roads, please.")
    seen = rehearse(
        scene.event, lambda: scene.act(correct_team, challenge=scene.rivers), scene.boss
    )
    assert asker.email in seen.recipients

    scene.act(correct_team, challenge=scene.rivers)

    assert "now it competes for “Rivers”" in last_told(asker)
    asked = JoinRequest.objects.get(pk=asked.pk)
    with pytest.raises(ValidationError, match="asked to join when the team competed for “Roads”"):
        answer_request(actor=scene.captain, request=asked, accepted=True)
    client.force_login(asker)
    page = client.get(reverse("teams:ask", args=[scene.event.slug, scene.key])).text
    assert "withdraw it and ask anew" in page


def test_a_request_holds_again_when_the_team_is_back(scene):
    asker = UserFactory()
    asked = ask_to_join(actor=asker, team=scene.team, message="For Roads, please.")
    for place in (scene.rivers, scene.roads):
        scene.act(correct_team, challenge=place)

    assert "competes for “Roads” again" in last_told(asker)
    asked = JoinRequest.objects.get(pk=asked.pk)
    answer_request(actor=scene.captain, request=asked, accepted=True)
    assert scene.team.members.filter(user=asker).exists()


def test_who_asks_anew_asks_for_what_the_team_competes_for_now(scene):
    asker = UserFactory()
    asked = ask_to_join(actor=asker, team=scene.team, message="For Roads, please.")
    scene.act(correct_team, challenge=scene.rivers)
    withdraw_request(actor=asker, request=JoinRequest.objects.get(pk=asked.pk))

    asked = ask_to_join(actor=asker, team=scene.team, message="For Rivers, then.")

    answer_request(actor=scene.captain, request=asked, accepted=True)
    assert scene.team.members.filter(user=asker).exists()
