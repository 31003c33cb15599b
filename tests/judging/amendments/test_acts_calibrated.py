"""What an act does to a calibrated ranking is told without calibrating anything in the request."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from hackathon.kernel.consequences import rehearse
from hackathon.kernel.guard import unguarded
from judging.conflicts.services import impose_conflict
from judging.models import JuryRules
from judging.scoring import standings
from teams.gallery.services import open_gallery
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    EventFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    ScorecardFactory,
    ScoreFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
MARKS = [(5, 4, 3), (4, 4, 2), (2, 3, 1), (3, 1, 2)]  # of each project by each of three judges


@pytest.fixture
def scene():
    """Enough reviews to calibrate: four projects that three judges have marked."""
    event = EventFactory(during="deliberation")
    challenge = ChallengeFactory(event=event, title="Roads")
    criterion = CriterionFactory(event=event)
    judges = JudgeFactory.create_batch(3, event=event)
    for judge in judges:
        PanelSeatFactory(judge=judge, challenge=challenge)
    submissions = []
    for number, marks in enumerate(MARKS):
        seat = MemberFactory(team__event=event, team__challenge=challenge)
        submission = SubmissionFactory(team=seat.team, title=f"Project {number}")
        version = VersionFactory(
            submission=submission, submitted_by=seat.user, title=submission.title
        )
        submissions.append(submission)
        for judge, value in zip(judges, marks, strict=True):
            card = ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
            ScoreFactory(scorecard=card, criterion=criterion, value=value)
    with unguarded("test"):
        JuryRules.objects.create(event=event, official="calibrated", ladder=["other"])
    boss = OrganiserFactory(event=event).user
    return SimpleNamespace(
        event=event, challenge=challenge, judges=judges, submissions=submissions, boss=boss
    )


@pytest.fixture
def uncalibrated(monkeypatch):
    """Whoever calibrates meanwhile fails the test."""

    def refuse(*args, **named):
        raise AssertionError("a calibration was begun in a request")

    monkeypatch.setattr(standings, "calibrate", refuse)


def recuse(scene, judge, submission):
    impose_conflict(
        actor=scene.boss, judge=judge, team=submission.team, kind="other", reason="A mistake."
    )


def ranks_told(scene, act):
    return rehearse(scene.event, act, scene.boss).of("ranks")


def test_the_projects_whose_marks_change_are_named_and_no_place(scene, uncalibrated):
    first = scene.submissions[0]

    told = ranks_told(scene, lambda: recuse(scene, scene.judges[2], first))

    by_key = {change.key: change for change in told}
    own, whole = by_key["rank", first.pk], by_key["ranking", scene.challenge.pk]
    assert set(by_key) == {own.key, whole.key}
    assert (own.before, own.after) == (
        "3 reviews in “Roads”, plain mean 4.000",
        "2 reviews in “Roads”, plain mean 4.500",
    )
    assert (whole.before, whole.after) == ("from 12 reviews", "from 11 reviews")
    assert "computed anew, and any place in it can move" in whole.label


def test_an_act_that_moves_no_mark_tells_of_no_ranking(scene, uncalibrated):
    def show_projects():
        open_gallery(actor=scene.boss, event=scene.event)

    assert ranks_told(scene, show_projects) == []


def test_where_the_marks_do_not_suffice_places_by_the_mean_are_told(scene, uncalibrated):
    """Then the plain mean is official, and nothing has to be calibrated to say so."""
    with unguarded("test"):
        for judge in scene.judges[1:]:
            judge.scorecards.all().update(set_aside_at=timezone.now(), set_aside_reason="Test.")
    first = scene.submissions[0]

    told = ranks_told(scene, lambda: recuse(scene, scene.judges[0], first))

    assert ("place 1 in “Roads”, 5.000", "") in {(one.before, one.after) for one in told}
