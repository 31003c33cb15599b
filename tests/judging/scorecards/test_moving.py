"""Marks stay with the panel that gave them; what an organiser submits for a team drops none."""

import pytest
from django.urls import reverse

from hackathon.kernel.consequences import rehearse
from hackathon.kernel.guard import unguarded
from judging.embargo.waits import owed_on
from judging.models import Criterion, PanelSeat, Scorecard
from judging.rules.services import save_rule
from judging.scorecards.services.scoring import carry_on, hand_in_scorecard, save_scorecard
from judging.seats.services.leaving import excuse_judge
from teams.models import Team, Version
from teams.rulings.services import correct_team
from teams.submissions.services.verdicts import rescue
from tests.factories import ChallengeFactory, CriterionFactory, PanelSeatFactory
from tests.judging.amendments.acts import changed, each_ranking_once, hashes, ranking, scene_in

pytestmark = pytest.mark.django_db
WHY = "They asked us to."


@pytest.fixture(autouse=True, scope="module")
def once():
    with each_ranking_once():
        yield


@pytest.fixture
def scene():
    return scene_in("handed in")


def submit_for(scene, **how):
    team = scene.teams["Amber"]
    revision = team.submission.revision
    return rescue(actor=scene.boss, team=team, content={}, revision=revision, reason=WHY, **how)


def page_of(client, scene, judge):
    client.force_login(judge.user)
    submission = scene.teams["Amber"].submission
    address = reverse("judging:scorecard", args=[scene.event.slug, submission.pk])
    return client.get(address).text


def test_a_rescue_leaves_marks_and_ranks_as_they_are_and_tells_who_submitted(client, scene):
    before, judge = ranking(scene.event), scene.judges[0]

    submit_for(scene)

    assert ranking(scene.event) == before
    text = page_of(client, scene, judge)
    assert "The organisers have submitted version 2 for the team since." in text
    assert "Your marks count on." in text
    assert "the team has entered" not in text
    assert owed_on(PanelSeat.objects.get(judge=judge)) == 0


def test_marks_for_the_new_version_count_from_their_hand_in_on(scene):
    version, judge = submit_for(scene), scene.judges[0]
    before = ranking(scene.event)

    card = carry_on(actor=judge.user, judge=judge, version=version)
    changed = {scene.criteria[0]: 1, scene.criteria[1]: 1}
    card = save_scorecard(
        actor=judge.user, judge=judge, version=version, marks=changed, revision=card.revision
    )
    assert ranking(scene.event) == before
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=card.revision)

    assert ranking(scene.event) != before
    assert (
        Scorecard.objects.filter(judge=judge, version__submission=version.submission).count() == 2
    )


def test_a_second_rescue_keeps_what_the_first_kept(scene):
    before = ranking(scene.event)
    submit_for(scene)
    scene = scene.read()

    submit_for(scene)

    assert Version.objects.filter(submission__team=scene.teams["Amber"]).count() == 3
    assert ranking(scene.event) == before


def test_an_organiser_may_have_the_new_version_marked_anew(client, scene):
    submit_for(scene, keeps_marks=False)

    assert scene.teams["Amber"].submission.pk not in ranking(scene.event)
    assert "Look at what changed, then mark this one." in page_of(client, scene, scene.judges[0])


def test_who_sits_on_both_panels_marks_anew_where_the_criteria_differ(client, scene):
    judge, there = scene.judges[0], scene.challenges[1]
    PanelSeatFactory(judge=judge, challenge=there)
    own = CriterionFactory(event=scene.event, challenge=there, weight=30)
    team = scene.teams["Amber"]
    correct_team(actor=scene.boss, team=team, reason=WHY, challenge=there)
    card = Scorecard.objects.get(judge=judge, version__submission__team=team)
    assert card.moved_from == scene.challenges[0]
    assert "Your marks from before do not count here" in page_of(client, scene, judge)

    card = save_scorecard(
        actor=judge.user, judge=judge, version=card.version, marks={own: 5}, revision=card.revision
    )
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=card.revision)

    card.refresh_from_db()
    assert (card.moved_from, card.set_aside_at) == (None, None)
    assert ranking(scene.event)[team.submission.pk][0] == there.pk


def test_who_sits_on_both_panels_with_the_same_criteria_has_judged_it_for_both(scene):
    judge, there = scene.judges[0], scene.challenges[1]
    PanelSeatFactory(judge=judge, challenge=there)

    correct_team(actor=scene.boss, team=scene.teams["Amber"], reason=WHY, challenge=there)

    cards = Scorecard.objects.filter(version__submission__team=scene.teams["Amber"])
    assert {card.judge: card.set_aside_at is None for card in cards} == {
        judge: True,
        scene.judges[1]: False,
    }


def test_whoever_sits_on_the_other_panel_by_now_keeps_what_they_gave_when_the_team_is_back(scene):
    """They marked it for the old panel: that they sit where it goes says nothing of it."""
    judge, team = scene.judges[1], scene.teams["Amber"]
    before = hashes()
    with unguarded("test"):
        PanelSeat.objects.filter(judge=judge).update(challenge=scene.challenges[1])
    seated = hashes()

    for place in (1, 0):
        again = Team.objects.get(pk=team.pk)
        challenge = scene.challenges[place]
        correct_team(actor=scene.boss, team=again, reason=WHY, challenge=challenge)

    assert changed(seated, hashes()) == set()
    assert changed(before, seated)


def on_its_way(scene, *places):
    """Amber goes from challenge to challenge."""
    for place in places:
        team = Team.objects.get(pk=scene.teams["Amber"].pk)
        correct_team(actor=scene.boss, team=team, reason=WHY, challenge=place)


def card_of(scene, judge):
    return Scorecard.objects.get(judge=judge, version__submission__team=scene.teams["Amber"])


def seated_there(scene, judge):
    """A judge of the first panel comes to the second one, too, and has begun the project anew."""
    PanelSeatFactory(judge=judge, challenge=scene.challenges[1])
    card = card_of(scene, judge)
    marks = {scene.criteria[0]: 1}
    return save_scorecard(
        actor=judge.user,
        judge=judge,
        version=card.version,
        marks=marks,
        remarks="hm",
        revision=card.revision,
    )


def test_by_way_of_a_third_challenge_a_project_finds_all_its_marks_again(scene):
    roads, rivers = scene.challenges
    third = ChallengeFactory(event=scene.event, title="Third")
    PanelSeatFactory(judge=scene.judges[0], challenge=third)
    PanelSeatFactory(judge=scene.judges[1], challenge=rivers)
    before = hashes()

    on_its_way(scene, third, rivers, roads)
    assert changed(before, hashes()) == set()

    on_its_way(scene, rivers, third, rivers, roads)
    assert changed(before, hashes()) == set()


def test_the_way_to_a_challenge_does_not_matter_to_who_sits_on_both_panels(scene):
    _roads, rivers = scene.challenges
    third = ChallengeFactory(event=scene.event, title="Third")
    PanelSeatFactory(judge=scene.judges[1], challenge=rivers)

    on_its_way(scene, third, rivers)

    card = card_of(scene, scene.judges[1])
    assert (card.set_aside_at, card.moved_from) == (None, None)


def test_who_marked_it_anew_elsewhere_has_their_marks_when_it_comes_back(scene):
    roads, rivers = scene.challenges
    judge, standing = scene.judges[0], ranking(scene.event)
    on_its_way(scene, rivers)
    begun = seated_there(scene, judge)
    assert ranking(scene.event) != standing

    seen = rehearse(scene.event, lambda: on_its_way(scene, roads), scene.boss)
    [named] = [one for one in seen.of("scorecards") if one.key[1] == begun.pk]
    assert named.before == "open: not handed in; other marks are kept for “Roads”"
    assert named.after == "handed in: it counts"
    on_its_way(scene, roads)

    card = card_of(scene, judge)
    assert {score.value for score in card.scores.all()} == {5, 4}
    assert (card.remarks, bool(card.handed_in_at)) == ("", True)
    assert ranking(scene.event) == standing
    told = card.mark_changes.order_by("pk").values_list("before", "after", "changed_by")
    assert list(told)[-1] == (1, 5, scene.boss.pk)


def test_what_was_handed_in_elsewhere_is_there_again_when_the_project_is(scene):
    roads, rivers = scene.challenges
    judge = scene.judges[0]
    on_its_way(scene, rivers)
    card = seated_there(scene, judge)
    card = save_scorecard(
        actor=judge.user,
        judge=judge,
        version=card.version,
        marks={scene.criteria[1]: 1},
        revision=card.revision,
    )
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=card.revision)

    on_its_way(scene, roads)
    assert sorted(score.value for score in card_of(scene, judge).scores.all()) == [4, 5]
    on_its_way(scene, rivers)

    again = card_of(scene, judge)
    assert [score.value for score in again.scores.all()] == [1, 1]
    assert again.remarks == "hm"
    assert again.handed_in_at


def test_marks_on_a_scale_that_has_changed_meanwhile_come_back_open(scene):
    roads, rivers = scene.challenges
    judge = scene.judges[0]
    on_its_way(scene, rivers)
    seated_there(scene, judge)
    criterion = Criterion.objects.get(pk=scene.criteria[1].pk)
    criterion.highest = 9
    save_rule(actor=scene.boss, row=criterion, fields=["highest"], degree="sense", reason="Finer.")

    on_its_way(scene, roads)

    card = card_of(scene, judge)
    assert card.scores.get(criterion=criterion).highest == 9
    assert card.handed_in_at is None


def test_what_an_excuse_set_aside_is_not_given_back_by_a_way_there_and_back(scene):
    _roads, rivers = scene.challenges
    excuse_judge(actor=scene.boss, judge=scene.judges[1], reason="They are ill.", set_aside=True)
    before = hashes()

    on_its_way(scene, rivers, scene.challenges[0])

    assert changed(before, hashes()) == set()
