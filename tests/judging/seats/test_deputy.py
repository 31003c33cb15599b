"""Whoever is tied to a team learns nothing of how it stands: a deputy acts for the president."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from judging.conflicts.services import impose_conflict
from judging.jury.policy import is_president
from judging.models import PanelSeat
from judging.ranking.selectors.computing import results
from judging.ranking.services.calculation import calculate
from judging.scorecards.selectors.marks import marks_for
from judging.seats.services.jury import seat_panels
from judging.seats.services.leaving import excuse_judge
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
)
from tests.judging.ranking.level import decide, level_at_the_top
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PAGES = ("ranking", "minutes", "plan")


@pytest.fixture
def scene():
    """Amber and Birch are level; the member of the panel is its deputy president."""
    challenge, judges, entered = level_at_the_top()
    with unguarded("test"):
        PanelSeat.objects.filter(judge=judges[1]).update(role="deputy")
    boss = OrganiserFactory(event=challenge.event).user
    return challenge, judges, entered, boss


def tie(scene, title, judge=0):
    challenge, judges, entered, boss = scene
    impose_conflict(
        actor=boss, judge=judges[judge], team=entered[title].team, kind="works", reason="Paid."
    )
    calculate(event=challenge.event)


def texts(client, user, challenge):
    client.force_login(user)
    own = [challenge.event.slug, challenge.slug]
    found = {}
    for name in PAGES:
        page = client.get(reverse(f"judging:{name}", args=own))
        assert page.status_code == 200
        found[name] = page.text
    return found


def test_a_tied_president_reads_nothing_of_the_standings_anywhere(scene, client):
    tie(scene, "Elder")  # the last one: its place would show as a gap all the same
    challenge, judges, _entered, _boss = scene

    told = texts(client, judges[0].user, challenge)

    sha256 = challenge.calculations.first().inputs_sha256
    for name, text in told.items():
        assert "How the projects stand is not shown to you" in text, name
        assert sha256 not in text
        for words in ("is first", "They share rank", "Calibrated", "How sure the winner"):
            assert words not in text, (name, words)
    assert f"{judges[1]}, the deputy president, decides in your place." in told["ranking"]


def test_the_deputy_decides_while_the_president_is_tied_and_not_before(scene, client):
    challenge, judges, entered, _boss = scene
    with pytest.raises(PermissionDenied):
        decide(challenge, judges[1], entered["Amber"], entered["Birch"])
    assert not is_president(judges[1].user, challenge)

    tie(scene, "Elder")

    with pytest.raises(PermissionDenied):
        decide(challenge, judges[0], entered["Amber"], entered["Birch"])
    decide(challenge, judges[1], entered["Amber"], entered["Birch"])
    assert "Decided by the president" in texts(client, judges[1].user, challenge)["ranking"]


def test_the_deputy_acts_when_the_president_has_left(scene):
    challenge, judges, entered, boss = scene
    excuse_judge(actor=boss, judge=judges[0], reason="Ill.")

    decide(challenge, judges[1], entered["Amber"], entered["Birch"])


def test_without_a_deputy_the_page_says_whom_to_ask(scene, client):
    challenge, judges, _entered, _boss = scene
    with unguarded("test"):
        PanelSeat.objects.filter(judge=judges[1]).update(role="member")
    tie(scene, "Elder")

    text = texts(client, judges[0].user, challenge)["ranking"]

    assert "ask the organisers to name a deputy president" in text


def test_a_tie_in_a_challenge_with_the_same_criteria_keeps_both_rankings(scene, client):
    challenge, _judges, entered, boss = scene
    elsewhere = ChallengeFactory(event=challenge.event, title="Night trains")
    other = JudgeFactory(event=challenge.event)
    PanelSeatFactory(judge=other, challenge=elsewhere, role="president")
    impose_conflict(
        actor=boss, judge=other, team=entered["Elder"].team, kind="works", reason="Paid."
    )
    calculate(event=challenge.event)
    assert "not shown to you" in texts(client, other.user, elsewhere)["ranking"]

    with unguarded("test"):  # by criteria of its own it is ranked by its own marks alone
        CriterionFactory(event=challenge.event, challenge=elsewhere)
    calculate(event=challenge.event)

    assert "not shown to you" not in texts(client, other.user, elsewhere)["ranking"]


def test_an_organiser_who_is_tied_as_a_judge_sees_no_table_of_that_ranking(scene, client):
    challenge, _judges, entered, boss = scene
    PrizeFactory(challenge=challenge)
    judge = JudgeFactory(event=challenge.event, user=boss)
    other = OrganiserFactory(event=challenge.event).user
    impose_conflict(
        actor=other, judge=judge, team=entered["Elder"].team, kind="works", reason="Paid."
    )
    calculate(event=challenge.event)
    client.force_login(boss)

    text = client.get(reverse("admin:judging_results_change", args=[challenge.event.pk])).text

    assert "You have a conflict of interest with a team whose marks" in text
    assert "<td>Cedar</td>" not in squeezed(text)


def test_a_panel_has_one_deputy_and_another_takes_the_place(scene):
    challenge, judges, _entered, boss = scene
    third = JudgeFactory(event=challenge.event)
    seats = {(judges[1].pk, challenge.pk): "member", (third.pk, challenge.pk): "deputy"}

    seat_panels(actor=boss, event=challenge.event, seats=seats)

    roles = dict(challenge.panel_seats.values_list("judge", "role"))
    assert roles == {judges[0].pk: "president", judges[1].pk: "member", third.pk: "deputy"}


def test_a_page_tells_of_the_judges_of_its_own_challenge_alone(scene):
    challenge, judges, _entered, _boss = scene
    elsewhere, others, _more = second_panel(challenge)

    found = results(marks_for(challenge))

    told = {pk: {row["judge"] for row in result["judges"]} for pk, result in found.items()}
    assert told[challenge.pk] == {judge.pk for judge in judges}
    assert told[elsewhere.pk] == {judge.pk for judge in others}


def second_panel(challenge):
    """Another challenge of the event, marked by a panel of its own."""
    other, judges, entered = level_at_the_top()
    with unguarded("test"):
        event = challenge.event
        other.panel_seats.update(challenge=other)
        type(other).objects.filter(pk=other.pk).update(event=event, title="Night trains")
        for judge in judges:
            type(judge).objects.filter(pk=judge.pk).update(event=event)
        for submission in entered.values():
            team = submission.team
            type(team).objects.filter(pk=team.pk).update(event=event, name=f"Second {team.pk}")
            team.members.update(event=event)
        criterion = event.criteria.get()
        for judge in judges:
            for card in judge.scorecards.all():
                card.scores.update(criterion=criterion)
    return type(other).objects.get(pk=other.pk), judges, entered
