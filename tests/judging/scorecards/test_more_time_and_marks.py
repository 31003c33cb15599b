"""More time for a team that has been marked: said before, and the judges are told."""

import pytest
from django.utils import timezone

from hackathon.kernel.consequences import rehearse
from hackathon.kernel.guard import unguarded
from judging.scorecards.selectors.marks import counted_cards
from teams.deadlines.services.deadlines import grant_extension
from teams.models import Submission
from teams.submissions.services.submissions import submit
from tests.judging.amendments.acts import scene_in
from tests.telling import mails_since, told_to

pytestmark = pytest.mark.django_db


def give_more_time(scene):
    grant_extension(actor=scene.boss, team=scene.teams["Amber"], minutes=30, reason="A power cut.")


def submit_anew(scene):
    team = scene.read().teams["Amber"]
    captain = team.members.get(is_captain=True).user
    with unguarded("test"):
        Submission.objects.filter(team=team).update(summary="Newer.", description="Newer.")
    submit(actor=captain, team=team, key="k", revision=team.submission.revision)


def test_the_preview_says_until_when_the_scorecards_count_and_asks_for_it():
    scene = scene_in("handed in")

    told = rehearse(scene.event, lambda: give_more_time(scene.read()), scene.boss)

    cards = told.of("scorecards")
    assert len(cards) == 2
    assert all("it counts until the team submits anew" in one.after for one in cards)
    grave = " ".join(str(sentence) for sentence in told.grave)
    assert "2 scorecards that were handed in count only until their teams submit" in grave


def test_the_judges_hear_that_they_mark_anew():
    scene = scene_in("handed in")
    give_more_time(scene)
    before = len(told_to(scene.judges[0].user, mails_since()))

    submit_anew(scene)

    assert timezone.now() < scene.event.judging_closes_at
    amber = scene.teams["Amber"].submission
    assert not counted_cards(scene.event).filter(version__submission=amber).exists()
    for judge in scene.judges[:2]:
        [text] = told_to(judge.user, mails_since())[before:]
        assert "had more time and has submitted version 2" in text
        assert "does not count any more" in text
    assert not told_to(scene.judges[2].user, mails_since())[before:]
