"""Judges are told what others change about their panels, and about what is on their desk."""

import pytest

from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import EmailLog
from judging.conflicts.services import impose_conflict
from judging.models import Judge, PanelSeat
from judging.seats.services.jury import save_judge, seat_panels
from teams.models import Team
from teams.rulings.services import (
    close_team,
    correct_team,
    merge_teams,
    reopen_team,
)
from teams.submissions.services.verdicts import disqualify, rescue, triage
from tests.factories import MemberFactory, PanelSeatFactory
from tests.judging.amendments.acts import scene_in
from tests.telling import mails_since, told_to

pytestmark = pytest.mark.django_db
WHY = "It was a mistake."


@pytest.fixture
def scene():
    return scene_in("handed in")


def amber(scene):
    return Team.objects.get(pk=scene.teams["Amber"].pk)


def told(scene, act, **how):
    """What each judge reads of this act, in the order of the judges."""
    relay_promises()
    last = EmailLog.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act(actor=scene.boss, **how)
    mails = mails_since(last)
    found = [told_to(judge.user, mails) for judge in scene.judges]
    assert all(len(texts) < 2 for texts in found), "once each"
    return [texts[0] if texts else "" for texts in found]


def move(scene, place):
    return told(
        scene, correct_team, team=amber(scene), reason=WHY, challenge=scene.challenges[place]
    )


def test_who_is_put_on_a_panel_and_taken_off_another_reads_both(scene):
    roads, rivers = (challenge.pk for challenge in scene.challenges)
    judge = scene.judges[1]
    seats = {(judge.pk, roads): "", (judge.pk, rivers): "member"}

    texts = told(scene, seat_panels, event=scene.event, seats=seats, reason=WHY)

    assert [bool(text) for text in texts] == [False, True, False, False]
    came, gone = texts[1].split("You do not judge these challenges any more")
    assert "- Rivers" in came
    assert "- Roads" in gone


def test_the_same_from_the_page_of_one_judge_and_nothing_of_what_stays(scene):
    roads, rivers = scene.challenges
    judge = Judge.objects.get(pk=scene.judges[1].pk)
    stays = {"panel": {roads: "member"}, "fields": []}
    assert told(scene, save_judge, judge=judge, **stays) == ["", "", "", ""]

    texts = told(
        scene, save_judge, judge=judge, panel={roads: "member", rivers: "member"}, fields=[]
    )

    assert "- Rivers" in texts[1]
    assert "any more" not in texts[1]


def test_both_panels_read_that_a_project_has_moved_and_what_it_means_for_them(scene):
    texts = move(scene, 1)
    for text in texts[:2]:
        assert "does not count there. You need not do anything." in text
    for text in texts[2:]:
        assert "It is on your desk: please mark it." in text

    texts = move(scene, 0)
    for text in texts[:2]:
        assert "counts there: you need not do anything" in text
    assert texts[2:] == ["", ""], "they had not begun it"


def test_who_sits_on_both_panels_reads_that_their_marks_count(scene):
    PanelSeatFactory(judge=scene.judges[0], challenge=scene.challenges[1])

    assert "counts there: you need not do anything" in move(scene, 1)[0]


def test_nobody_who_is_tied_to_the_team_is_told(scene):
    impose_conflict(
        actor=scene.boss, judge=scene.judges[2], team=amber(scene), kind="other", reason=WHY
    )
    impose_conflict(
        actor=scene.boss, judge=scene.judges[0], team=amber(scene), kind="other", reason=WHY
    )

    assert [bool(text) for text in move(scene, 1)] == [False, True, False, True]


def test_where_scoring_is_closed_nobody_is_asked_to_mark():
    scene = scene_in("deliberation")

    assert all("please mark" not in text for text in move(scene, 1))


@pytest.mark.parametrize("out", ["not eligible", "disqualified", "closed"])
def test_who_marked_what_competes_no_more_is_told_and_when_it_does_again(scene, out):
    if out == "closed":
        texts = told(scene, close_team, team=amber(scene), reason=WHY)
    elif out == "disqualified":
        texts = told(scene, disqualify, submission=amber(scene).submission, reason=WHY)
    else:
        texts = told(scene, triage, submission=amber(scene).submission, kind="no", reason=WHY)
    for text in texts[:2]:
        assert "“Amber” does not compete any more" in text
    assert texts[2:] == ["", ""]

    if out == "closed":
        texts = told(scene, reopen_team, team=amber(scene), reason=WHY)
    elif out == "not eligible":
        texts = told(scene, triage, submission=amber(scene).submission, kind="eligible", reason="")
    else:
        return
    for text in texts[:2]:
        assert "competes again after all" in text


def test_what_is_looked_into_stays_with_the_jury_and_nobody_is_told(scene):
    submission = amber(scene).submission

    texts = told(scene, triage, submission=submission, kind="to_check", reason=WHY)

    assert texts == ["", "", "", ""]


def test_who_gave_the_marks_that_count_on_is_told_of_the_version_submitted_for_the_team(scene):
    revision = amber(scene).submission.revision

    texts = told(scene, rescue, team=amber(scene), content={}, revision=revision, reason=WHY)

    for text in texts[:2]:
        assert "an organiser has submitted version 2" in text
        assert "counts on. You need not do anything, but you may mark the newer version" in text
        assert WHY in text
    assert texts[2:] == ["", ""]


def test_a_judge_in_reserve_reads_nothing_of_a_project_that_came(scene):
    with unguarded("test"):
        PanelSeat.objects.filter(judge=scene.judges[3]).update(role="reserve")

    assert move(scene, 1)[3] == ""


def team(scene, name):
    return Team.objects.get(pk=scene.teams[name].pk)


def without_project(scene, name):
    """A team of this challenge that has no project of its own."""
    found = MemberFactory(
        team__event=scene.event, team__challenge=scene.challenges[1], team__name=name, seat=1
    )
    return found.team


def test_a_merger_tells_both_panels_of_the_project_that_goes_along(scene):
    goes_up = without_project(scene, "Fern")

    texts = told(scene, merge_teams, source=amber(scene), target=goes_up, reason=WHY)

    for text in texts:
        assert "“Amber” has moved from “Roads” to “Rivers”" in text
    assert all("You need not do anything" in text for text in texts[:2])
    assert all("It is on your desk: please mark it." in text for text in texts[2:])


def test_a_merger_tells_who_has_marked_the_project_that_competes_no_more(scene):
    texts = told(scene, merge_teams, source=amber(scene), target=team(scene, "Dune"), reason=WHY)

    assert [bool(text) for text in texts] == [True, True, False, False]
    assert all("“Amber” does not compete any more" in text for text in texts[:2])


def test_a_merger_within_a_challenge_is_nothing_to_the_panel(scene):
    goes_up = without_project(scene, "Fern")

    texts = told(scene, merge_teams, source=team(scene, "Dune"), target=goes_up, reason=WHY)

    assert texts == [""] * 4
