"""What the ladder leaves level the president decides: on record, and for those marks alone."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hackathon.errors import PhaseClosed, StateConflict
from hackathon.guard import unguarded
from judging import selectors
from judging.marks import marks_for
from judging.models import JuryRules, Refusal, Score, Standing, TieDecision
from judging.services.calculation import calculate
from judging.services.conflicts import impose_conflict
from judging.services.results import publish_results
from judging.services.ties import decide_tie
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    CriterionFactory,
    EventFactory,
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

pytestmark = pytest.mark.django_db

MARKS = {"Amber": 4, "Birch": 4, "Cedar": 3, "Dune": 2, "Elder": 2}


def level_at_the_top(during="deliberation", ladder=("median", "president")):
    """Amber and Birch share rank 1, Dune and Elder rank 4; two judges have marked everything."""
    event = EventFactory(during=during)
    challenge = ChallengeFactory(event=event)
    criterion = CriterionFactory(event=event)
    judges = JudgeFactory.create_batch(2, event=event)
    for judge, role in zip(judges, ("president", "member"), strict=True):
        PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    entered = {}
    for title, value in MARKS.items():
        seat = MemberFactory(team__event=event, team__challenge=challenge)
        submission = SubmissionFactory(team=seat.team, title=title)
        version = VersionFactory(submission=submission, submitted_by=seat.user, title=title)
        entered[title] = submission
        for judge in judges:
            card = ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
            ScoreFactory(scorecard=card, criterion=criterion, value=value)
    with unguarded("test"):
        JuryRules.objects.create(event=event, ladder=list(ladder))
    return challenge, judges, entered


@pytest.fixture
def scene():
    return level_at_the_top()


def decide(challenge, judge, *submissions, reason="Closer to what was asked.", **more):
    said = {"inputs_sha256": marks_for(challenge).sha256, **more}
    order = [row.pk for row in submissions]
    return decide_tie(actor=judge.user, challenge=challenge, order=order, reason=reason, **said)


def ranks(challenge):
    lines = selectors.standings(challenge.event)[challenge]
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
    best = selectors.leaderboard(challenge.event)[0].lines[0]
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

    publish_results(actor=OrganiserFactory(event=event).user, event=event)

    frozen = dict(Standing.objects.values_list("submission__title", "rank"))
    assert (frozen["Birch"], frozen["Amber"]) == (1, 2)
    assert event.audit_entries.get(verb="results.publish").data["decisions"] == [decision.pk]


def test_when_marks_change_the_decision_no_longer_applies_and_the_page_says_so(scene, client):
    challenge, judges, entered = scene
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])
    with unguarded("test"):
        Score.objects.filter(scorecard__version__title="Cedar").update(value=1)
    calculate(event=challenge.event)

    found = ranks(challenge)

    assert (found[entered["Amber"].pk], found[entered["Birch"].pk]) == (1, 1)
    text = page(client, challenge, judges[0].user)
    assert "was made for other marks: it no longer applies" in text
    assert "Decided by the president" not in text


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
        decide(challenge, judges[0], entered["Amber"], entered["Birch"], inputs_sha256="0" * 64)


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


def form_of(challenge, first, second, **more):
    return {
        "rank": 1, "inputs_sha256": marks_for(challenge).sha256, "instead_of": 0,
        f"place-{first.pk}": "1", f"place-{second.pk}": "2", "reason": "Closer to the question.",
        **more,
    }  # fmt: skip


def test_the_president_decides_on_the_page_of_the_ranking(scene, client):
    challenge, judges, entered = scene
    calculate(event=challenge.event)
    text = page(client, challenge, judges[0].user)
    assert "They share rank 1:" in text
    assert 'name="reason"' in text

    data = form_of(challenge, entered["Birch"], entered["Amber"])
    text = client.post(address(challenge, "decide_tie"), data, follow=True).text

    assert "Decided by the president: Closer to the question." in text
    assert "“Birch” is first: the president decided the tie." in text
    assert TieDecision.objects.get().order == [entered["Birch"].pk, entered["Amber"].pk]


def test_a_form_that_is_not_right_comes_back_with_what_was_written(scene, client):
    challenge, judges, entered = scene
    calculate(event=challenge.event)
    client.force_login(judges[0].user)
    data = form_of(challenge, entered["Birch"], entered["Amber"])
    data[f"place-{entered['Amber'].pk}"] = "1"

    response = client.post(address(challenge, "decide_tie"), data)

    assert response.status_code == 422
    assert "Give each project a place of its own." in response.text
    assert "Closer to the question." in response.text


def test_organisers_see_the_tie_and_no_form(scene, client):
    challenge, _judges, _entered = scene
    calculate(event=challenge.event)
    boss = OrganiserFactory(event=challenge.event).user

    text = page(client, challenge, boss)

    assert "The president decides it in deliberation." in text
    assert 'name="reason"' not in text
    assert client.post(address(challenge, "decide_tie"), {"rank": 1}).status_code == 404


def test_without_that_step_on_the_ladder_there_is_no_form(client):
    challenge, judges, _entered = level_at_the_top(ladder=("median",))
    calculate(event=challenge.event)

    assert 'name="reason"' not in page(client, challenge, judges[0].user)


def test_a_tie_about_a_team_of_ones_own_is_not_shown(scene, client):
    challenge, judges, entered = scene
    boss = OrganiserFactory(event=challenge.event).user
    tie = {"kind": "works", "reason": "Their employer."}
    impose_conflict(actor=boss, judge=judges[0], team=entered["Birch"].team, **tie)
    calculate(event=challenge.event)

    text = page(client, challenge, judges[0].user)

    assert "Birch" not in text
    assert "They share rank 4:" in text


def test_refused_attempts_stay_on_record(scene, client):
    challenge, judges, entered = scene
    calculate(event=challenge.event)
    client.force_login(judges[0].user)
    where = address(challenge, "decide_tie")
    data = form_of(challenge, entered["Birch"], entered["Amber"])
    stale = client.post(where, data | {"inputs_sha256": "0" * 64})
    assert "Marks have changed since" in stale.text
    boss = OrganiserFactory(event=challenge.event).user
    tie = {"kind": "works", "reason": "Their employer."}
    impose_conflict(actor=boss, judge=judges[0], team=entered["Birch"].team, **tie)
    calculate(event=challenge.event)

    text = client.post(
        where, form_of(challenge, entered["Birch"], entered["Amber"]), follow=True
    ).text

    assert "Birch" not in text
    assert not TieDecision.objects.exists()
    kept = Refusal.objects.order_by("pk")
    assert [row.verb for row in kept] == ["tie.decide", "tie.decide"]
    assert "Marks have changed" in kept[0].reason
    assert kept[0].data == {"challenge": challenge.pk}


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
