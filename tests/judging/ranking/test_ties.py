"""What the ladder leaves level the president decides: on record, and for those marks alone."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from judging.conflicts.services import impose_conflict
from judging.models import Score, Standing, TieDecision
from judging.ranking.services.calculation import calculate
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
    ScorecardFactory,
    ScoreFactory,
    SubmissionFactory,
    VersionFactory,
)
from tests.judging.ranking.level import decide, level_at_the_top
from tests.publishing import computed_boards, publish_as_it_is, standings

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return level_at_the_top()


def ranks(challenge):
    lines = standings(challenge.event)[challenge]
    return {line.entry: line.rank for line in lines}


def page(client, challenge, user):
    client.force_login(user)
    return client.get(address(challenge)).text


def address(challenge, name="ranking"):
    return reverse(f"judging:{name}", args=[challenge.event.slug, challenge.slug])


def test_without_a_decision_they_share_the_rank(scene):
    challenge, _judges, entered = scene

    found = ranks(challenge)

    assert [found[row.pk] for row in entered.values()] == [1, 1, 3, 4, 4]


def test_a_decision_gives_consecutive_ranks_in_the_decided_order(scene):
    challenge, judges, entered = scene

    decide(challenge, judges[0], entered["Birch"], entered["Amber"])

    found = ranks(challenge)
    assert [found[row.pk] for row in entered.values()] == [2, 1, 3, 4, 4]
    best = computed_boards(challenge.event)[0].lines[0]
    assert (best.submission, best.rank) == (entered["Birch"], 1)


def test_each_tie_is_decided_by_itself(scene):
    challenge, judges, entered = scene
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])

    decide(challenge, judges[0], entered["Elder"], entered["Dune"])

    found = ranks(challenge)
    assert [found[row.pk] for row in entered.values()] == [2, 1, 3, 5, 4]


def test_what_is_published_is_the_decided_order(scene):
    challenge, judges, entered = scene
    AwardFactory(prize=PrizeFactory(challenge=challenge), submission=entered["Birch"])
    decision = decide(challenge, judges[0], entered["Birch"], entered["Amber"])
    event = challenge.event

    publish_as_it_is(OrganiserFactory(event=event).user, event)

    frozen = dict(Standing.objects.values_list("submission__title", "rank"))
    assert (frozen["Birch"], frozen["Amber"]) == (1, 2)
    assert event.audit_entries.get(verb="results.publish").data["decisions"] == [decision.pk]


def test_when_marks_of_these_projects_change_the_decision_no_longer_applies(scene, client):
    challenge, judges, entered = scene
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])
    with unguarded("test"):
        for title in ("Amber", "Birch"):
            Score.objects.filter(scorecard__version__title=title).update(value=5)
    calculate(event=challenge.event)

    found = ranks(challenge)

    assert (found[entered["Amber"].pk], found[entered["Birch"].pk]) == (1, 1)
    text = page(client, challenge, judges[0].user)
    assert "was made for other marks of these projects: it no longer applies" in text
    assert "Decided by the president" not in text


def test_marks_of_a_project_that_is_not_level_leave_the_decision_standing(scene, client):
    challenge, judges, entered = scene
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])
    with unguarded("test"):
        Score.objects.filter(scorecard__version__title="Cedar").update(value=1)
    calculate(event=challenge.event)

    assert ranks(challenge)[entered["Birch"].pk] == 1
    assert "Decided by the president" in page(client, challenge, judges[0].user)


def test_marks_of_another_challenge_leave_the_decision_standing(scene, client):
    challenge, judges, entered = scene
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])
    before = calculate(event=challenge.event)[0].inputs_sha256
    elsewhere = ChallengeFactory(event=challenge.event)
    seat = MemberFactory(team__event=challenge.event, team__challenge=elsewhere)
    version = VersionFactory(submission=SubmissionFactory(team=seat.team), submitted_by=seat.user)
    PanelSeatFactory(judge=judges[1], challenge=elsewhere)
    card = ScorecardFactory(judge=judges[1], version=version, handed_in_at=timezone.now())
    ScoreFactory(scorecard=card, criterion=challenge.event.criteria.get(), value=5)

    assert before not in {row.inputs_sha256 for row in calculate(event=challenge.event)}
    assert ranks(challenge)[entered["Birch"].pk] == 1
    assert "Decided by the president" in page(client, challenge, judges[0].user)


def test_a_later_decision_replaces_the_one_before_which_stays_on_record(scene):
    challenge, judges, entered = scene
    first = decide(challenge, judges[0], entered["Birch"], entered["Amber"])

    decide(challenge, judges[0], entered["Amber"], entered["Birch"], instead_of=first.pk)

    assert ranks(challenge)[entered["Amber"].pk] == 1
    assert TieDecision.objects.count() == 2


def test_who_has_not_seen_the_decision_that_stands_decides_nothing(scene):
    challenge, judges, entered = scene
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])

    with pytest.raises(StateConflict, match="decided meanwhile"):
        decide(challenge, judges[0], entered["Amber"], entered["Birch"])


def test_who_has_seen_other_marks_decides_nothing(scene):
    challenge, judges, entered = scene

    with pytest.raises(StateConflict, match="Marks have changed"):
        decide(challenge, judges[0], entered["Amber"], entered["Birch"], settles_sha256="0" * 64)


@pytest.mark.parametrize(
    "titles", [("Amber", "Cedar"), ("Amber",), ("Amber", "Amber"), ("Amber", "Birch", "Cedar")]
)
def test_only_projects_that_share_a_rank_are_put_in_an_order(scene, titles):
    challenge, judges, entered = scene

    with pytest.raises(StateConflict, match="do not share a rank"):
        decide(challenge, judges[0], *(entered[title] for title in titles))


def test_a_decision_has_a_reason(scene):
    challenge, judges, entered = scene

    with pytest.raises(Exception, match="Say why"):
        decide(challenge, judges[0], entered["Amber"], entered["Birch"], reason="  ")


def test_the_rule_sheet_must_let_the_president_decide():
    challenge, judges, entered = level_at_the_top(ladder=("median",))

    with pytest.raises(StateConflict, match="does not let the president"):
        decide(challenge, judges[0], entered["Amber"], entered["Birch"])


def test_only_the_panels_president_decides(scene):
    challenge, judges, entered = scene
    boss = OrganiserFactory(event=challenge.event)
    other = ChallengeFactory(event=challenge.event)
    elsewhere = JudgeFactory(event=challenge.event)
    PanelSeatFactory(judge=elsewhere, challenge=other, role="president")

    for stranger in (boss, judges[1], elsewhere):
        with pytest.raises(PermissionDenied):
            decide(challenge, stranger, entered["Amber"], entered["Birch"])


def test_a_president_who_is_tied_to_one_of_the_teams_does_not_decide_about_it(scene):
    challenge, judges, entered = scene
    boss = OrganiserFactory(event=challenge.event).user
    tie = {"kind": "works", "reason": "Their employer."}
    impose_conflict(actor=boss, judge=judges[0], team=entered["Birch"].team, **tie)

    with pytest.raises(PermissionDenied):
        decide(challenge, judges[0], entered["Amber"], entered["Birch"])


def test_ties_are_decided_in_deliberation():
    challenge, judges, entered = level_at_the_top(during="judging")

    with pytest.raises(PhaseClosed):
        decide(challenge, judges[0], entered["Amber"], entered["Birch"])


def test_a_decision_never_changes(scene):
    challenge, judges, entered = scene
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])

    refused = pytest.raises(DatabaseError, match="never changes")
    with refused, transaction.atomic(), unguarded("test"):
        TieDecision.objects.update(reason="Something else.")


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_stands_and_the_other_is_refused():
    challenge, judges, entered = level_at_the_top()
    calculate(event=challenge.event)
    outcomes = []

    def second():
        try:
            decide(challenge, judges[0], entered["Birch"], entered["Amber"])
            outcomes.append("decided")
        except StateConflict as refusal:
            outcomes.append(refusal.message)
        finally:
            connection.close()

    with transaction.atomic():
        first = decide(challenge, judges[0], entered["Amber"], entered["Birch"])
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=3)
        assert waiting.is_alive()
    waiting.join()

    assert outcomes == ["This tie has been decided meanwhile. Look at it again."]
    assert TieDecision.objects.get() == first
