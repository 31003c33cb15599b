"""The ranking from rows to a page: what counts, who sees it, and how anyone checks it."""

import io
import json
import random
import subprocess
import sys
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.conflicts.services import declare_conflict
from judging.models import Calculation, JuryRules
from judging.ranking.policy import STORE_CALCULATION
from judging.ranking.selectors.ranking import (
    WIDTH,
    judge_lines,
    line_of,
    settlements_in,
    span_of,
)
from judging.ranking.services.calculation import calculate, calculate_due
from judging.scorecards.selectors.marks import marks_of
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
from tests.judging.ranking.level import level_at_the_top
from tests.publishing import standings

pytestmark = pytest.mark.django_db


def jury_at_work(submissions=5, judges=4, during="judging"):
    """A panel that has scored everything; the project with the highest number is the best."""
    event = EventFactory(during=during)
    challenge = ChallengeFactory(event=event)
    criteria = [CriterionFactory(event=event, weight=2), CriterionFactory(event=event)]
    dice = random.Random(3)  # noqa: S311 - no secret
    versions = []
    for number in range(submissions):
        seat = MemberFactory(team__event=event, team__challenge=challenge)
        submission = SubmissionFactory(team=seat.team, title=f"Project {number}")
        versions.append(VersionFactory(submission=submission, submitted_by=seat.user))
    panel = JudgeFactory.create_batch(judges, event=event)
    for judge in panel:
        role = "president" if judge is panel[0] else "member"
        PanelSeatFactory(judge=judge, challenge=challenge, role=role)
        for number, version in enumerate(versions):
            card = ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
            for criterion in criteria:
                value = max(1, min(5, round(1 + number * 0.8 + dice.gauss(0, 0.4))))
                ScoreFactory(scorecard=card, criterion=criterion, value=value)
    return challenge, panel, versions


def test_a_ranking_is_kept_with_the_hash_of_what_went_in_and_once():
    challenge, _panel, _versions = jury_at_work()

    first = calculate(event=challenge.event)
    again = calculate(event=challenge.event)

    assert first == again
    kept = Calculation.objects.get()
    assert kept.inputs_sha256 == marks_of(challenge.event)[0].sha256
    best = kept.result["lines"][0]
    assert (best["rank"], best["reviews"]) == (1, 4)


@pytest.mark.parametrize("ladder", [[], ["median"], ["first", "other", "head"], ["other"]])
@pytest.mark.parametrize("official", ["mean", "calibrated"])
def test_the_quick_ranking_is_the_one_that_a_worker_computes(official, ladder):
    challenge, _panel, _versions = jury_at_work()
    with unguarded("test"):
        JuryRules.objects.create(event=challenge.event, official=official, ladder=ladder)
    [marks] = marks_of(challenge.event)

    quick, whole = marks.standings_by_mean(), marks.standings()

    if official == "calibrated":
        assert quick is None
    else:
        assert quick.calibration.sweeps == 0
        told = [
            [(line.entry, line.rank, line.points) for line in one.lines] for one in (quick, whole)
        ]
        assert told[0] == told[1]


def test_level_lines_that_the_calibration_parts_are_computed_whole():
    challenge, _judges, _entered = level_at_the_top()
    with unguarded("test"):
        JuryRules.objects.update(ladder=["other"])
    [marks] = marks_of(challenge.event)

    assert marks.standings_by_mean() is None


def test_the_official_number_is_the_one_of_the_rules():
    challenge, _panel, _versions = jury_at_work()
    plain = standings(challenge.event)[challenge]
    with unguarded("test"):
        JuryRules.objects.create(event=challenge.event, official="calibrated")

    calibrated = standings(challenge.event)[challenge]

    assert plain[0].entry == calibrated[0].entry
    assert plain[0].points != calibrated[0].points


def test_marks_of_a_tied_judge_or_an_open_or_set_aside_scorecard_do_not_count():
    challenge, panel, versions = jury_at_work()
    card = panel[1].scorecards.first()
    aside = panel[2].scorecards.first()
    with unguarded("test"):
        card.handed_in_at = None
        card.save()
        aside.set_aside_at, aside.set_aside_reason = timezone.now(), "late"
        aside.save()
    declare_conflict(actor=panel[3].user, judge=panel[3], team=versions[4].submission.team)

    assert len(marks_of(challenge.event)[0].entries) == 20 - 3


def test_criteria_with_another_scale_are_moved_onto_the_first():
    challenge, panel, versions = jury_at_work(submissions=2, judges=1)
    ten = CriterionFactory(event=challenge.event, lowest=0, highest=10)
    card = panel[0].scorecards.get(version=versions[0])
    ScoreFactory(scorecard=card, criterion=ten, value=10, lowest=0, highest=10)

    marks = marks_of(challenge.event)[0].marks

    assert marks[0][2] == 5.0


def test_the_clock_computes_what_is_due_and_nothing_after_publication():
    jury_at_work()

    assert calculate_due() == 1


def page(challenge, name="ranking"):
    return reverse(f"judging:{name}", args=[challenge.event.slug, challenge.slug])


def test_president_and_organiser_see_the_ranking_and_nobody_else(client):
    challenge, panel, _versions = jury_at_work()
    calculate(event=challenge.event)
    boss = OrganiserFactory(event=challenge.event).user
    elsewhere = OrganiserFactory(event=EventFactory()).user
    for user, status in ((panel[0].user, 200), (boss, 200), (panel[1].user, 404), (elsewhere, 404)):
        client.force_login(user)
        for name in ("ranking", "ranking_export"):
            assert client.get(page(challenge, name)).status_code == status, (user, name)
    client.force_login(boss)
    text = client.get(page(challenge)).text
    assert "“Project 4” is first" in text


def test_a_president_who_has_not_handed_in_sees_no_marks_of_others(client):
    challenge, panel, _versions = jury_at_work()
    calculate(event=challenge.event)
    card = panel[0].scorecards.first()
    with unguarded("test"):
        card.handed_in_at = None
        card.save()
    client.force_login(panel[0].user)

    text = client.get(page(challenge)).text

    assert "Project" not in text.replace("Our project", "")
    assert client.get(page(challenge, "ranking_export")).status_code == 404


def test_a_recused_president_sees_nothing_of_that_team(client):
    challenge, panel, versions = jury_at_work()
    declare_conflict(actor=panel[0].user, judge=panel[0], team=versions[4].submission.team)
    calculate(event=challenge.event)
    client.force_login(panel[0].user)

    text = client.get(page(challenge)).text

    assert "Project 4" not in text
    assert "Project 3" not in text  # its rank, or a chance that is missing, would tell
    assert "How the projects stand is not shown to you" in text
    assert client.get(page(challenge, "ranking_export")).status_code == 404


def test_when_marks_change_the_page_says_that_it_is_computed_anew(client):
    challenge, _panel, _versions = jury_at_work()
    calculate(event=challenge.event)
    boss = OrganiserFactory(event=challenge.event).user
    with unguarded("test"):
        score = ScoreFactory._meta.model.objects.first()
        score.value = 5 if score.value < 5 else 4
        score.save()
    client.force_login(boss)

    assert "Marks have changed since" in client.get(page(challenge)).text


def lines_of(**more):
    names = ("points_low", "points_high", "calibrated", "plain", "best", "points")
    return dict.fromkeys(names) | {"submission": 1} | more


def test_a_score_at_the_end_of_the_scale_is_inside_the_picture():
    line = lines_of(points_low=4.5, points_high=4.9, calibrated=4.8, plain=5.0)
    result = {"scale": [1, 5], "lines": [line, lines_of(plain=1)]}

    drawn = line_of(line, {1: "Railbow"}, span_of(result))["x"]

    assert drawn["points_low"] < drawn["calibrated"] < drawn["points_high"] < WIDTH


def test_a_strict_judge_stands_on_the_strict_side_of_the_picture(client):
    """The column goes from kind to strict, and the number above zero is the strict judge's."""
    challenge, panel, _versions = jury_at_work()
    strict = panel[1]
    with unguarded("test"):
        for score in ScoreFactory._meta.model.objects.filter(scorecard__judge=strict):
            score.value = max(1, score.value - 1)
            score.save()
    calculate(event=challenge.event)
    result = challenge.calculations.first().result
    lines = {row["judge"]: row for row in judge_lines(result, {})}
    client.force_login(OrganiserFactory(event=challenge.event).user)

    assert lines[strict.pk]["severity"] == max(row["severity"] for row in lines.values()) > 0
    assert lines[strict.pk]["x"] == max(row["x"] for row in lines.values()) > WIDTH / 2
    assert "Kind \u2013 strict" in client.get(page(challenge)).text


@pytest.mark.parametrize(
    ("share", "said"), [(1.0, "> 99"), (0.993, "> 99"), (0.5, "50"), (0.004, "< 1"), (0.0, "< 1")]
)
def test_a_probability_is_never_said_to_be_certain_or_nothing(share, said):
    assert line_of(lines_of(best=share), {1: ""}, (1, 5))["best_percent"] == said


def test_a_step_that_parts_nobody_is_not_said_to_settle_anything():
    steps = [{"step": "median", "order": [[1, 2]]}, {"step": "criterion", "order": [[2], [1]]}]

    result = {"settlements": steps, "lines": []}
    told = settlements_in(result, {1: "Railbow", 2: "Lightway"})

    assert [row.order for row in told] == [["“Lightway”", "“Railbow”"]]


def test_points_that_only_look_equal_are_told_apart_in_a_sentence():
    points = {1: (1, 2.75004), 2: (2, 2.74996), 3: (3, 2.1), 4: (4, 2.0), 5: (4, 2.0)}
    lines = [{"submission": pk, "rank": row[0], "points": row[1]} for pk, row in points.items()]
    names = {pk: f"P{pk}" for pk in points}
    level = [{"step": "median", "order": [[1], [2]]}]

    (told,) = settlements_in({"settlements": [], "lines": lines}, names)
    assert (told.step, told.points, told.order) == ("", "2.750", ["“P1”", "“P2”"])
    (told,) = settlements_in({"settlements": level, "lines": lines}, names)
    assert told.step


def test_anyone_can_recompute_the_ranking_from_the_export(client, tmp_path, full_calibrations):
    challenge, panel, _versions = jury_at_work()
    [kept] = calculate(event=challenge.event)
    client.force_login(OrganiserFactory(event=challenge.event).user)
    response = client.get(page(challenge, "ranking_export"))
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    archive.extractall(tmp_path)
    assert panel[0].name not in (tmp_path / "marks.json").read_text()

    run = subprocess.run(
        [sys.executable, "ranking.pyz", "marks.json", kept.inputs_sha256],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert kept.inputs_sha256 in run.stdout
    assert kept.inputs_sha256 in (tmp_path / "README.txt").read_text()

    document = json.loads((tmp_path / "marks.json").read_text())
    document["inputs"]["marks"][0][0] = 1 if document["inputs"]["marks"][0][0] != 1 else 2
    (tmp_path / "marks.json").write_text(json.dumps(document))
    forged = subprocess.run(
        [sys.executable, "ranking.pyz", "marks.json", kept.inputs_sha256],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={},
    )
    assert forged.returncode == 1


def test_a_ranking_is_stored_by_the_system_alone():
    challenge, panel, _versions = jury_at_work(submissions=2, judges=1)

    with pytest.raises(PermissionDenied), STORE_CALCULATION.begin(panel[0].user, challenge):
        pass


def test_whoever_waits_on_a_panel_with_the_same_rubric_gets_no_export_with_its_marks(client):
    challenge, panel, _versions = jury_at_work()
    other = ChallengeFactory(event=challenge.event)
    seat = MemberFactory(team__event=challenge.event, team__challenge=other)
    VersionFactory(submission=SubmissionFactory(team=seat.team), submitted_by=seat.user)
    calculate(event=challenge.event)
    client.force_login(panel[0].user)
    assert client.get(page(challenge, "ranking_export")).status_code == 200

    PanelSeatFactory(judge=panel[0], challenge=other)

    assert client.get(page(challenge, "ranking_export")).status_code == 404
