"""The minutes: everything that was done and decided about a challenge, for who may know it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.conflicts.services import impose_conflict, lift_conflict
from judging.models import Calculation, JuryRules, Panel, Score
from judging.progress.services import reopen_scorecard
from judging.ranking.services.calculation import calculate
from judging.ranking.services.ties import decide_tie
from judging.rules.services import publish
from judging.scorecards.services.scoring import hand_in_scorecard
from judging.seats.services.leaving import excuse_judge
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    EventFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
)
from tests.journeys.panel import set_clock
from tests.judging.ranking.level import decide, level_at_the_top, seen
from tests.judging.ranking.test_calculation import jury_at_work
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


def address(challenge, name="minutes"):
    return reverse(f"judging:{name}", args=[challenge.event.slug, challenge.slug])


def minutes(client, challenge, user):
    client.force_login(user)
    return client.get(address(challenge))


@pytest.fixture
def scene():
    """Five projects, four judges of whom the first presides, all marks in, the sheet published."""
    challenge, judges, versions = jury_at_work(during="deliberation")
    event = challenge.event
    boss = OrganiserFactory(event=event).user
    with unguarded("test"):
        JuryRules.objects.create(event=event, ladder=["median", "president"])
        publish(event, boss, timezone.now())
    return challenge, judges, versions, boss


def test_they_are_for_the_panels_president_and_the_organisers_alone(scene, client):
    challenge, judges, _versions, boss = scene
    other = JudgeFactory(event=challenge.event)
    PanelSeatFactory(
        judge=other, challenge=ChallengeFactory(event=challenge.event), role="president"
    )
    elsewhere = OrganiserFactory(event=EventFactory()).user

    for user, status in (
        (boss, 200),
        (judges[0].user, 200),
        (judges[1].user, 404),
        (other.user, 404),
        (elsewhere, 404),
    ):
        assert minutes(client, challenge, user).status_code == status


def test_no_browser_keeps_them(scene, client):
    challenge, _judges, _versions, boss = scene

    assert "no-store" in minutes(client, challenge, boss)["Cache-Control"]


def test_they_say_by_which_rules_and_numbers_the_order_was_made(scene, client):
    challenge, judges, _versions, boss = scene
    calculate(event=challenge.event)
    row = Calculation.objects.get()
    best = row.result["lines"][0]

    text = squeezed(minutes(client, challenge, boss).text)

    sheet = challenge.event.rule_sheets.get()
    said = (
        sheet.sha256,
        row.inputs_sha256,
        "the plain weighted mean",
        "the median of the judges&#x27; scores",
        "the president decides, with a reason",
        f"{best['plain']:.3f}",
        f"{best['calibrated']:.3f}",
        f"{best['points_low']:.2f}–{best['points_high']:.2f}",
        f"{round(100 * best['best'])} %",
        *(judge.name for judge in judges),
        "Confidential",
        "Signatures",
    )
    assert [words for words in said if words not in text] == []


def test_where_the_calibrated_number_is_official_it_comes_first(scene, client):
    challenge, _judges, _versions, boss = scene
    with unguarded("test"):
        JuryRules.objects.update(official="calibrated")
    calculate(event=challenge.event)

    text = squeezed(minutes(client, challenge, boss).text)

    assert "Official: the calibrated score" in text
    assert "The rules have been edited since this sheet was published." in text


def test_they_hold_who_left_and_why_and_what_was_set_aside_and_amended(scene, client):
    challenge, judges, _versions, boss = scene
    excuse_judge(actor=boss, judge=judges[3], reason="Fell ill", set_aside=True)
    with unguarded("test"):
        challenge.event.criteria.update(title_en="Reach")
        publish(challenge.event, boss, timezone.now(), "The word was not clear")

    text = squeezed(minutes(client, challenge, boss).text)

    assert "Excused: “Fell ill”" in text
    assert text.count("<strong>" + judges[3].name + "</strong> · ") == 5
    assert "The word was not clear" in text


def test_they_hold_what_was_opened_again_and_how_often(client):
    challenge, judges, _versions = jury_at_work()
    boss = OrganiserFactory(event=challenge.event).user
    card = judges[1].scorecards.first()
    for reason in ("Two pages were swapped", "A wrong project"):
        reopen_scorecard(actor=boss, scorecard=card, reason=reason)
        hand_in_scorecard(actor=judges[1].user, scorecard=card, revision=card.revision)

    text = squeezed(minutes(client, challenge, boss).text)

    assert "A wrong project" in text
    assert "(2 times; this is the last reason)" in text


def test_they_hold_the_register_of_conflicts(scene, client):
    challenge, judges, versions, boss = scene
    with unguarded("test"):
        JuryRules.objects.update_or_create(
            event=challenge.event, defaults={"conflicts_told": "minutes"}
        )
    what = {"kind": "works", "reason": "Their employer"}
    tie = impose_conflict(actor=boss, judge=judges[1], team=versions[0].team, **what)
    lift_conflict(actor=boss, conflict=tie, reason="A mix-up of names")

    text = squeezed(minutes(client, challenge, boss).text)

    for words in ("works with the team", "Their employer", "A mix-up of names", "lifted"):
        assert words in text


def test_they_count_what_was_asked_and_handed_in_and_hold_the_waves(scene, client):
    challenge, judges, versions, boss = scene
    now = timezone.now()
    with unguarded("test"):
        Panel.objects.create(challenge=challenge, mode="some")
        wave = challenge.waves.create(
            number=1, seed=4711, proposed_at=now, released_at=now, released_by=boss, certainty=617
        )
        wave.assignments.create(judge=judges[0], submission=versions[0].submission, assigned_at=now)

    text = squeezed(minutes(client, challenge, boss).text)

    assert '<dt>Handed in, and counted</dt><dd class="numeric">20</dd>' in text
    assert "4711" in text
    assert "62 %" in text


def test_they_hold_the_presidents_decisions_with_what_became_of_them(client):
    challenge, judges, entered = level_at_the_top()
    boss = OrganiserFactory(event=challenge.event).user
    first = decide(challenge, judges[0], entered["Birch"], entered["Amber"], reason="At first")
    last = {"reason": "After all", "instead_of": first.pk}
    decide(challenge, judges[0], entered["Amber"], entered["Birch"], **last)
    calculate(event=challenge.event)

    text = squeezed(minutes(client, challenge, boss).text)

    stands, replaced = text.index("The president decided:"), text.index("decided anew later:")
    assert stands < text.index("“After all”") < replaced < text.index("“At first”")
    with unguarded("test"):
        Score.objects.filter(scorecard__version__title__in=["Amber", "Birch"]).update(value=5)
    calculate(event=challenge.event)
    text = squeezed(minutes(client, challenge, boss).text)
    assert text.count("for marks of these projects that have changed since:") == 2


def test_they_hold_the_prizes_given_so_far(scene, client):
    challenge, _judges, versions, boss = scene
    prize = PrizeFactory(challenge=challenge, title="A year of coaching")
    AwardFactory(prize=prize, submission=versions[4].submission)

    text = squeezed(minutes(client, challenge, boss).text)

    assert "A year of coaching" in text
    assert "Project 4 · " in text


def test_who_owes_marks_sees_nothing_of_anybodys(client):
    challenge, judges, _versions = jury_at_work()
    calculate(event=challenge.event)
    card = judges[0].scorecards.first()
    with unguarded("test"):
        card.handed_in_at = None
        card.save()

    text = squeezed(minutes(client, challenge, judges[0].user).text)

    assert "Hand in your last scorecard first" in text
    assert "Project 4" not in text


def test_a_recused_president_reads_nothing_about_that_team(scene, client):
    challenge, judges, versions, boss = scene
    best, team = versions[4], versions[4].team
    with unguarded("test"):
        type(team).objects.filter(pk=team.pk).update(name="Secret Garden")
        best.scorecards.filter(judge=judges[1]).update(
            set_aside_at=timezone.now(), set_aside_reason="A secret reason"
        )
        best.scorecards.filter(judge=judges[2]).update(
            reopened_at=timezone.now(), reopened_reason="A secret reason"
        )
    what = {"kind": "works", "reason": "A secret reason"}
    impose_conflict(actor=boss, judge=judges[2], team=team, **what)
    AwardFactory(prize=PrizeFactory(challenge=challenge), submission=best.submission)
    calculate(event=challenge.event)
    assert minutes(client, challenge, judges[0].user).text.count("Secret Garden") == 2
    impose_conflict(actor=boss, judge=judges[0], team=team, kind="works", reason="My own")
    calculate(event=challenge.event)

    text = squeezed(minutes(client, challenge, judges[0].user).text)

    assert "Project 4" not in text
    assert "A secret reason" not in text
    assert text.count("Secret Garden") == 1  # their own line of the register
    assert "1 submission is left out of everything below" in text
    assert '<dt>Projects entered</dt><dd class="numeric">4</dd>' in text


def test_a_decision_about_a_team_of_ones_own_is_not_read(client):
    challenge, judges, entered = level_at_the_top()
    boss = OrganiserFactory(event=challenge.event).user
    order = [entered["Birch"].pk, entered["Amber"].pk]
    calculate(event=challenge.event)
    said = {
        "order": order,
        "reason": "Closer",
        "settles_sha256": seen(challenge, entered["Birch"], entered["Amber"]),
    }
    decide_tie(actor=judges[0].user, challenge=challenge, **said)
    impose_conflict(
        actor=boss, judge=judges[0], team=entered["Birch"].team, kind="works", reason="My own"
    )
    calculate(event=challenge.event)

    text = squeezed(minutes(client, challenge, judges[0].user).text)

    assert "Closer" not in text
    assert "“Birch”" not in text


def test_they_name_who_did_not_mark_what_once_nobody_can_any_more(client):
    challenge, judges, _entered = level_at_the_top()
    boss = OrganiserFactory(event=challenge.event).user
    with unguarded("test"):
        for card in judges[1].scorecards.filter(version__title__in=["Cedar", "Dune"]):
            card.scores.all().delete()
            card.delete()
    late = JudgeFactory(event=challenge.event, name="Sleeper")
    PanelSeatFactory(judge=late, challenge=challenge)

    text = " ".join(minutes(client, challenge, boss).text.split())

    missing = text[text.index("Who did not mark what") :]
    assert f"<strong>{judges[1].name}</strong>" in missing
    assert "<span>Cedar · Dune</span>" in missing
    assert missing.index("Sleeper") < missing.index("absent: handed in nothing")
    assert missing.count("absent: handed in nothing") == 1
    assert "<span>Amber · Birch · Cedar · Dune · Elder</span>" in missing
    set_clock(challenge.event, "judging")
    assert "Who did not mark what" not in minutes(client, challenge, boss).text
