"""One fingerprint for what was computed, wherever a ranking is told."""

import io
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from judging.models import Publication, Standing
from judging.ranking.services.calculation import ask_without_each, calculate, calculate_due
from judging.scorecards.selectors.marks import marks_for
from tests.factories import (
    ChallengeFactory,
    MemberFactory,
    OrganiserFactory,
    PrizeFactory,
    SubmissionFactory,
    VersionFactory,
)
from tests.judging.ranking.level import level_at_the_top
from tests.publishing import give_award, publish_as_it_is
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(client):
    """A ranked challenge with its prize decided, and another with a project nobody has marked."""
    challenge, _judges, entered = level_at_the_top()
    elsewhere = ChallengeFactory(event=challenge.event, title="Night trains")
    seat = MemberFactory(team__event=challenge.event, team__challenge=elsewhere)
    submission = SubmissionFactory(team=seat.team, title="Owl")
    VersionFactory(submission=submission, submitted_by=seat.user, title="Owl")
    boss = OrganiserFactory(event=challenge.event).user
    prize, other = PrizeFactory(challenge=challenge), PrizeFactory(challenge=elsewhere)
    give_award(actor=boss, prize=prize, submission=entered["Amber"], reason="The pitch.")
    give_award(actor=boss, prize=other, submission=submission, reason="It is alone.")
    confirmed(client, boss)
    return challenge, entered, boss


def page(client, challenge, name):
    return client.get(reverse(f"judging:{name}", args=[challenge.event.slug, challenge.slug]))


def test_page_minutes_frozen_standings_export_and_program_tell_the_same_number(
    full_calibrations, scene, client, tmp_path
):
    challenge, _entered, boss = scene
    sha256 = marks_for(challenge).sha256
    told = {name: page(client, challenge, name) for name in ("ranking", "minutes")}
    archive = zipfile.ZipFile(io.BytesIO(page(client, challenge, "ranking_export").content))
    archive.extractall(tmp_path)
    run = subprocess.run(
        [sys.executable, "ranking.pyz", "marks.json", sha256],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={},
    )
    other = subprocess.run(
        [sys.executable, "ranking.pyz", "marks.json", "0" * 64],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={},
    )
    publish_as_it_is(boss, challenge.event)

    assert all(sha256 in answer.text for answer in told.values())
    assert (run.returncode, sha256 in run.stdout) == (0, True), run.stdout + run.stderr
    assert (other.returncode, "It is NOT the one that you gave" in other.stdout) == (1, True)
    frozen = Standing.objects.filter(event=challenge.event)
    assert set(frozen.values_list("inputs_sha256", flat=True)) == {sha256}
    assert Publication.objects.filter(event=challenge.event).exists()


def test_the_export_names_the_projects_of_the_challenge_and_of_no_other(scene, client):
    challenge, entered, _boss = scene
    archive = zipfile.ZipFile(io.BytesIO(page(client, challenge, "ranking_export").content))

    rows = list(openpyxl.load_workbook(archive.open("projects.xlsx")).active.values)

    assert {title for _number, title in rows[1:]} == set(entered)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Owl" not in everything
    read_me = archive.read("README.txt").decode()
    assert "numpy scipy" in read_me
    assert "marks of the other challenges" in read_me


def test_marks_that_are_alike_of_other_projects_are_another_calculation(scene):
    first = marks_for(scene[0])
    second = marks_for(level_at_the_top()[0])

    assert first.sha256 != second.sha256


def test_another_rule_sheet_is_another_fingerprint(scene):
    challenge = scene[0]
    before = marks_for(challenge).sha256
    with unguarded("test"):
        challenge.event.rule_sheets.create(
            number=1,
            content={},
            sha256="1" * 64,
            published_by=scene[2],
            published_at=challenge.event.hacking_starts_at,
        )

    assert marks_for(challenge).sha256 != before


def test_whether_one_judge_decides_is_computed_when_somebody_asks_and_in_the_background(
    scene, client
):
    challenge = scene[0]
    button = "Compute whether one judge alone decides who wins"
    assert button in page(client, challenge, "ranking").text
    address = reverse("judging:without_each", args=[challenge.event.slug, challenge.slug])

    waiting = client.post(address, follow=True)

    assert "decides who wins started at" in waiting.text
    assert button not in waiting.text
    assert calculate_due() == 2  # beside the rankings of both challenges
    text = page(client, challenge, "ranking").text
    assert "The winner stays if any one judge is left out." in text
    assert button not in text


def test_what_is_known_is_not_computed_again(scene):
    challenge = scene[0]
    calculate(event=challenge.event)
    ask_without_each(challenge)
    calculate_due()

    ask_without_each(challenge)

    assert not challenge.event.calculation_jobs.exists()
