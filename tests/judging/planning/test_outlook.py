"""How sure the winner is now, and what one more wave would bring: for whoever may know."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import Assignment, Calculation, Panel, Score
from judging.planning.selectors.outlook import outlook_of
from judging.planning.services import propose_wave, release_wave
from judging.ranking.services.calculation import calculate
from judging.scorecards.selectors.marks import marks_for
from tests.factories import (
    ChallengeFactory,
    MemberFactory,
    OrganiserFactory,
    ScorecardFactory,
    ScoreFactory,
    SubmissionFactory,
    VersionFactory,
)
from tests.judging.ranking.test_calculation import jury_at_work
from tests.reading import squeezed

pytestmark = pytest.mark.django_db

RULES = {"mode": "some", "reviews_each": 3, "more_waves": 2, "wave_size": 4, "stop_at": 99}


@pytest.fixture
def scene():
    """Ten projects, three of six reviews each, all handed in; two waves of four are planned."""
    challenge, judges, versions = jury_at_work(submissions=10, judges=6)
    now = timezone.now()
    with unguarded("test"):
        Panel.objects.create(challenge=challenge, **RULES)
        wave = challenge.waves.create(number=1, proposed_at=now, released_at=now)
        for row, judge in enumerate(judges):
            for column, version in enumerate(versions):
                if (row + column) % 6 > 2:
                    judge.scorecards.filter(version=version).delete()
                    continue
                Assignment.objects.create(
                    judge=judge, submission=version.submission, wave=wave, assigned_at=now
                )
        tie_at_the_top(judges, versions)
    return challenge, judges, versions


def tie_at_the_top(judges, versions):
    """The last four get the same marks from everybody, so that nobody is sure."""
    marks = Score.objects.filter(scorecard__version__in=versions[-4:])
    marks.update(value=4)
    assert marks.exists()


def page_of(client, challenge, user):
    client.force_login(user)
    place = reverse("judging:plan", args=[challenge.event.slug, challenge.slug])
    return squeezed(client.get(place).text)


def kept(challenge):
    return Calculation.objects.get(challenge=challenge).result["outlook"]


def test_what_one_more_wave_brings_is_kept_with_the_ranking(scene):
    challenge, _judges, _versions = scene
    calculate(event=challenge.event)

    found = kept(challenge)
    now = max(row["best"] for row in Calculation.objects.get().result["lines"])

    assert (found["code"], found["size"], found["of"]) == ("open", 4, 4)
    assert now <= found["best"] <= 1


def test_projects_of_another_challenge_do_not_make_it_surer(scene):
    challenge, judges, _versions = scene
    seat = MemberFactory(
        team__event=challenge.event, team__challenge=ChallengeFactory(event=challenge.event)
    )
    version = VersionFactory(submission=SubmissionFactory(team=seat.team), submitted_by=seat.user)
    for judge in judges:
        card = ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
        for criterion in challenge.event.criteria.all():
            ScoreFactory(scorecard=card, criterion=criterion, value=5)
    calculate(event=challenge.event)

    assert kept(challenge)["best"] < 0.95


def test_the_page_says_how_sure_it_is_and_what_a_wave_would_bring(scene, client):
    challenge, judges, _versions = scene
    calculate(event=challenge.event)

    text = page_of(client, challenge, judges[0].user)

    best = round(100 * kept(challenge)["best"])
    assert "The leader is best with" in text
    assert f"One more wave of 4 reviews would bring it to about {best} %" in text
    assert "the rule sheet stops at 99 %" in text


def test_a_wave_that_is_planned_but_not_released_is_the_one_more(scene):
    challenge, judges, _versions = scene
    marks = marks_for(challenge)
    board = marks.standings()
    before = outlook_of(challenge.pk, marks, board)

    propose_wave(actor=judges[0].user, challenge=challenge)

    assert Assignment.objects.filter(wave__number=2).count() == before["size"]
    assert outlook_of(challenge.pk, marks, board) == before


def test_while_reviews_are_out_they_come_first(scene, client):
    challenge, _judges, _versions = scene
    boss = OrganiserFactory(event=challenge.event).user
    calculate(event=challenge.event)
    release_wave(actor=boss, wave=propose_wave(actor=boss, challenge=challenge))

    text = page_of(client, challenge, boss)

    assert "they come first" in text
    assert "One more wave" not in text


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"stop_at": 50, "mode": "some"}, None),
        ({"reviews_each": 5}, "The first wave is not in yet: 10 submissions wait for reviews."),
        ({"more_waves": 0}, "The rule sheet plans no further wave."),
        ({"wave_size": 6}, "The rules have changed: what one more wave brings"),
    ],
)
def test_the_page_says_in_words_why_there_is_no_outlook(scene, client, rules, sentence):
    challenge, _judges, _versions = scene
    calculate(event=challenge.event)
    with unguarded("test"):
        Panel.objects.filter(challenge=challenge).update(**rules)
        if sentence is None:  # a winner of whom everybody is sure
            row = Calculation.objects.get()
            for line in row.result["lines"]:
                line["best"] = float(line["rank"] == 1)
            row.save()
            sentence = "The winner is sure enough by the rule sheet."
    boss = OrganiserFactory(event=challenge.event).user

    text = page_of(client, challenge, boss)

    assert sentence in text
    assert "One more wave" not in text


def test_nobody_left_to_ask_is_said(scene, client):
    challenge, _judges, _versions = scene
    with unguarded("test"):
        Panel.objects.filter(challenge=challenge).update(most_per_judge=4)
    calculate(event=challenge.event)
    boss = OrganiserFactory(event=challenge.event).user

    assert kept(challenge)["code"] == "nobody_left"
    assert "Every judge has seen every submission" in page_of(client, challenge, boss)


def test_before_anything_is_computed_the_page_says_so(scene, client):
    challenge, _judges, _versions = scene
    boss = OrganiserFactory(event=challenge.event).user

    assert "The ranking is being computed." in page_of(client, challenge, boss)


def test_a_president_who_owes_marks_is_not_told_how_sure_the_winner_is(scene, client):
    challenge, judges, versions = scene
    calculate(event=challenge.event)
    with unguarded("test"):
        challenge.waves.update(certainty=617)
        card = judges[0].scorecards.get(version=versions[0])
        card.handed_in_at = None
        card.save()
    boss = OrganiserFactory(event=challenge.event).user

    text = page_of(client, challenge, judges[0].user)

    assert "62 %" in page_of(client, challenge, boss)
    for secret in ("62 %", "The leader is best", "One more wave", "How sure the winner was"):
        assert secret not in text
    assert "Hand in your last scorecard first" in text


def test_planning_does_not_tell_the_number_either(scene, client):
    challenge, judges, _versions = scene
    with unguarded("test"):
        Panel.objects.filter(challenge=challenge).update(stop_at=1)
    client.force_login(judges[0].user)
    where = reverse("judging:propose_wave", args=[challenge.event.slug, challenge.slug])

    text = client.post(where, follow=True).text

    assert "sure enough by the rule sheet. No wave is needed." in text


def test_judges_see_nothing_of_it(scene, client):
    challenge, judges, _versions = scene
    calculate(event=challenge.event)
    client.force_login(judges[1].user)
    where = reverse("judging:plan", args=[challenge.event.slug, challenge.slug])

    assert client.get(where).status_code == 404
