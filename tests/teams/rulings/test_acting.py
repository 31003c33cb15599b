"""What an organiser puts right in a team is shown before it is done, and done as it was shown."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.workplace.acting import find_differences
from judging.models import Scorecard
from teams.models import Team
from tests.acting import press
from tests.factories import MemberFactory, OrganiserFactory
from tests.house.rendered import read
from tests.judging.amendments.acts import each_ranking_once, scene_in

pytestmark = pytest.mark.django_db
CLOSE = {"do": "CloseForm", "CloseForm-reason": "They asked for it."}


@pytest.fixture(autouse=True, scope="module")
def once():
    with each_ranking_once():
        yield


@pytest.fixture
def scene():
    return scene_in("handed in")


@pytest.fixture
def client(scene):
    client = Client()
    client.force_login(scene.boss)
    return client


def page_of(team):
    return reverse("admin:teams_team_put_right", args=[team.pk])


def stands(team):
    return Team.objects.get(pk=team.pk).closed_at is None


def test_closing_says_first_what_it_does_to_project_scorecards_ranks_and_who_is_told(client, scene):
    team = scene.teams["Amber"]

    page = client.post(page_of(team), CLOSE)

    assert stands(team)
    assert "2 scorecards that were handed in do not count any more." in page.text
    assert "handed in: it counts" in page.text
    assert "Submitted, version 1, out of the contest" in page.text
    assert "place 1 in “Roads”" in page.text
    assert "5 mails will be sent." in page.text  # to who had asked to join, and two judges, too
    assert "They asked for it." in page.text


def test_it_is_done_as_it_was_shown_once_somebody_has_agreed(client, scene):
    team = scene.teams["Amber"]
    first = client.post(page_of(team), CLOSE)
    form = read(first.text, page_of(team)).forms[-1]
    sent = {control.name: control.value for control in form.controls if control.value is not None}

    without = client.post(page_of(team), {**CLOSE, "shown": first.context["step"].shown})
    assert stands(team)
    assert "Say first that you know what this does" in without.text
    assert "shown" in sent
    done = client.post(page_of(team), {**CLOSE, "shown": sent["shown"], "agreed": "on"})

    assert done.status_code == 302
    assert not stands(team)


def test_what_changed_meanwhile_is_told_in_both_versions_and_nothing_is_done(client, scene):
    team = scene.teams["Amber"]
    shown = client.post(page_of(team), CLOSE).context["step"].shown
    with unguarded("test"):
        card = Scorecard.objects.filter(version__submission__team=team).first()
        card.set_aside_at, card.set_aside_reason = timezone.now(), "Written by mistake."
        card.save()

    page = client.post(page_of(team), {**CLOSE, "shown": shown, "agreed": "on"})

    assert stands(team)
    assert "Something has changed since you were shown what this does." in page.text
    assert "1 scorecard that was handed in does not count any more." in page.text
    told = [(one.label, bool(one.before), bool(one.after)) for one in page.context["differences"]]
    assert any("Scorecards" in label and was and not now for label, was, now in told)
    again = {**CLOSE, "shown": page.context["step"].shown, "agreed": "on"}
    assert client.post(page_of(team), again).status_code == 302
    assert not stands(team)


def test_what_is_absent_before_or_after_has_a_dash_in_both_versions():
    (line,) = find_differences([["Ranking: A", "place 1", ""]], [("Ranking: A", "", "place 2")])

    assert (line.before, line.after) == ("place 1 → –", "– → place 2")


def test_marks_stay_hidden_from_an_organiser_who_may_not_know_them(scene):
    client, team = Client(), scene.teams["Amber"]
    client.force_login(OrganiserFactory(event=scene.event, sees_marks=False).user)

    page = client.post(page_of(team), CLOSE)

    assert "2 scorecards that were handed in do not count any more." in page.text
    assert "place 1" not in page.text
    assert "points" not in page.text


def test_a_team_that_moves_leaves_its_marks_with_the_panel_that_gave_them(client, scene):
    team, there = scene.teams["Amber"], scene.challenges[1]
    sent = {"do": "CorrectForm", "CorrectForm-name": team.name, "CorrectForm-reason": "It fits."}

    assert press(
        client, page_of(team), {**sent, "CorrectForm-challenge": there.pk}
    ).status_code == (302)

    cards = Scorecard.objects.filter(version__submission__team=team)
    assert {card.moved_from for card in cards} == {scene.challenges[0]}
    assert all("It fits." in card.set_aside_reason for card in cards)


def test_public_results_keep_their_teams(scene):
    scene = scene_in("published")
    client, team = Client(), scene.teams["Amber"]
    client.force_login(scene.boss)

    assert "CloseForm" not in client.get(page_of(team)).text
    refused = client.post(page_of(team), CLOSE, follow=True)

    assert "Nothing was done" in refused.text
    assert stands(team)


def test_a_second_press_says_that_it_has_been_done_and_does_nothing():
    scene = scene_in("handed in")
    client, team = Client(), scene.teams["Amber"]
    client.force_login(scene.boss)
    member = team.members.get(is_captain=False)
    take_out = {"do": "TakeOutForm", "TakeOutForm-member": member.pk, "TakeOutForm-reason": "Ill."}
    press(client, page_of(team), take_out)

    assert "This person is not in the team any more" in client.post(page_of(team), take_out).text
    press(client, page_of(team), CLOSE)
    assert "is closed already" in client.post(page_of(team), CLOSE, follow=True).text
    reopen = {"do": "ReopenForm", "ReopenForm-reason": "By mistake."}
    press(client, page_of(team), reopen)
    assert "has been done already" in client.post(page_of(team), reopen, follow=True).text


def test_an_organiser_who_competes_reads_why_they_decide_about_no_team():
    scene = scene_in("handed in")
    own, rival = scene.teams["Birch"], scene.teams["Amber"]
    person = OrganiserFactory(event=scene.event, sees_marks=False).user
    MemberFactory(team=own, user=person, seat=5, is_captain=False)
    client = Client()
    client.force_login(person)
    pages = [
        page_of(rival),
        reverse("admin:teams_submission_rescue", args=[rival.pk]),
        reverse("admin:teams_extension_deadlines", args=[scene.event.pk]),
    ]

    for page in pages:
        text = client.get(page).text
        assert "You are in the team Birch, and nobody who competes decides" in text
        assert "<textarea" not in text
    refused = client.post(page_of(rival), CLOSE)
    assert "nobody who competes decides" in refused.text
    assert stands(rival)
