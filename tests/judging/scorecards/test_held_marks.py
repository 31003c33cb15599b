"""What somebody has to settle first holds marks back, and the publication says so."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.conflicts.services import name_neutral, settle_conflict
from judging.models import Conflict, NeutralName
from judging.ranking.selectors.computing import official_lines
from judging.ranking.services.calculation import calculate
from judging.results.selectors.readiness import gaps_of
from judging.scorecards.selectors.holding import (
    counting,
    handed_in,
    held_in,
    settled_or_held,
)
from judging.scorecards.selectors.marks import counted_cards
from judging.scorecards.services.scoring import hand_in_scorecard, save_scorecard
from tests import factories
from tests.acting import press
from tests.journeys.panel import set_clock
from tests.publishing import official_of
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """One project with two scorecards, and a finding about the judge of one of them."""
    judge, version = factories.judged_event()
    event, challenge = judge.event, version.submission.team.challenge
    other = factories.JudgeFactory(event=event)
    factories.PanelSeatFactory(judge=other, challenge=challenge, role="president")
    for who, value in ((judge, 5), (other, 2)):
        card = factories.ScorecardFactory(judge=who, version=version, handed_in_at=timezone.now())
        for criterion in event.criteria.all():
            factories.ScoreFactory(scorecard=card, criterion=criterion, value=value)
    with unguarded("test"):
        found = Conflict.objects.create(
            judge=judge,
            team=version.submission.team,
            origin="found",
            state="proposed",
            sign="domain",
            clues=["rail.eu"],
            declared_at=timezone.now(),
            people=[version.submitted_by_id],
        )
    return {
        "judge": judge,
        "other": other,
        "event": event,
        "challenge": challenge,
        "found": found,
        "version": version,
        "boss": factories.OrganiserFactory(event=event).user,
    }


def plain_mean(scene):
    calculate(event=scene["event"])
    [line] = official_lines(scene["event"]).lines[scene["challenge"].pk]
    return line["plain"]


@pytest.mark.parametrize("what", ["a finding", "a second role", "both", "neither", "a tie"])
def test_the_statement_finds_what_the_queries_find(scene, what):
    """Of this event, and not of another one beside it."""
    factories.judged_event()
    judge, event, finding = scene["judge"], scene["event"], scene["found"]
    if what in ("a second role", "neither", "a tie"):
        said = {"actor": scene["boss"], "conflict": finding, "reason": "Asked."}
        settle_conflict(stands=what == "a tie", **said)
    if what in ("a second role", "both"):
        factories.MemberFactory(
            team__event=event, team__challenge=scene["challenge"], user=judge.user
        )

    found = settled_or_held(event)

    cards = handed_in(event).values_list("pk", "judge", "version", "version__submission")
    assert sorted(card[:4] for card in found) == sorted(cards)
    counted = set(counting(event).values_list("pk", flat=True))
    assert {card.pk for card in found if card.counts} == counted
    assert len(found) == (1 if what == "a tie" else 2)
    assert len(counted) == (2 if what == "neither" else 1)
    assert settled_or_held(factories.EventFactory(during="judging")) == []


def test_marks_count_once_a_person_has_dismissed_the_finding(scene):
    assert plain_mean(scene) == 2

    settle_conflict(actor=scene["boss"], conflict=scene["found"], stands=False, reason="No.")

    assert plain_mean(scene) == 3.5
    assert not held_in(scene["event"])


def test_marks_of_a_finding_that_stands_never_count(scene):
    settle_conflict(actor=scene["boss"], conflict=scene["found"], stands=True, reason="Yes.")

    assert plain_mean(scene) == 2
    assert not held_in(scene["event"])


def test_what_is_named_as_neutral_holds_nothing(scene):
    name_neutral(actor=scene["boss"], event=scene["event"], text="rail.eu")

    assert plain_mean(scene) == 3.5


def test_an_organiser_reads_that_scorecards_count_before_a_name_is_added(scene, client):
    confirmed(client, scene["boss"])
    place = reverse("admin:judging_conflict_register", args=[scene["event"].pk])
    sent = {"do": "name", "neutral-text": "rail.eu"}

    page = client.post(place, sent)

    assert "1 scorecard counts again." in page.text
    assert plain_mean(scene) == 2
    assert not NeutralName.objects.exists()
    press(client, place, sent)
    assert plain_mean(scene) == 3.5


def test_an_organiser_reads_that_scorecards_are_held_before_a_name_is_removed(scene, client):
    name = name_neutral(actor=scene["boss"], event=scene["event"], text="rail.eu")
    other = name_neutral(actor=scene["boss"], event=scene["event"], text="bus.eu")
    confirmed(client, scene["boss"])
    place = reverse("admin:judging_conflict_register", args=[scene["event"].pk])
    sent = {"do": "forget", "neutral_name": str(name.pk)}

    page = client.post(place, sent)

    assert "does not count any more." in page.text
    assert page.text.count('name="shown"') == 1
    assert plain_mean(scene) == 3.5
    press(client, place, sent)
    assert plain_mean(scene) == 2
    client.post(place, {"do": "forget", "neutral_name": str(other.pk)})
    assert not NeutralName.objects.exists(), "what touches nothing is done with one press"


def test_nobody_settles_by_a_name_what_was_found_about_themselves(scene, client):
    factories.OrganiserFactory(event=scene["event"], user=scene["judge"].user)
    confirmed(client, scene["judge"].user)
    place = reverse("admin:judging_conflict_register", args=[scene["event"].pk])

    page = press(client, place, {"do": "name", "neutral-text": "rail.eu"})

    assert "found about you as a judge" in page.text
    assert plain_mean(scene) == 2
    assert not NeutralName.objects.exists()
    name_neutral(actor=scene["boss"], event=scene["event"], text="rail.eu")
    assert plain_mean(scene) == 3.5


def test_the_judge_goes_on_marking_meanwhile(scene):
    version = factories.submitted(scene["event"])
    team, judge = version.submission.team, scene["judge"]
    factories.PanelSeatFactory(judge=judge, challenge=team.challenge)
    with unguarded("test"):
        Conflict.objects.create(
            judge=judge,
            team=team,
            origin="found",
            state="proposed",
            sign="domain",
            declared_at=timezone.now(),
        )
    marks = dict.fromkeys(scene["event"].criteria.all(), 4)

    card = save_scorecard(actor=judge.user, judge=judge, version=version, marks=marks, revision=0)
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=card.revision)

    assert [one.team for one in held_in(scene["event"], [team.challenge])] == [team]


def test_marks_of_a_judge_who_competes_are_held(scene):
    factories.MemberFactory(team__event=scene["event"], user=scene["other"].user)

    assert not counted_cards(scene["event"]).exists()
    assert [one.is_competing for one in held_in(scene["event"])] == [False, True]


def test_the_ranking_says_how_many_are_held_and_where_to_settle_them(scene, client):
    client.force_login(scene["boss"])
    address = reverse("judging:ranking", args=[scene["event"].slug, scene["challenge"].slug])
    calculate(event=scene["event"])
    page = client.get(address).text

    assert "1 scorecard is held until somebody settles whether it may count" in page
    assert "the same mail domain: rail.eu" in page
    assert reverse("admin:judging_conflict_register", args=[scene["event"].pk]) in page


def test_publication_names_what_is_unsettled_and_leads_to_it(scene, client):
    event = scene["event"]
    set_clock(event, "deliberation")
    factories.PrizeFactory(challenge=scene["challenge"])
    confirmed(client, scene["boss"])
    calculate(event=event)

    gaps = gaps_of(event, official_of(event))
    page = client.get(reverse("admin:judging_results_publish", args=[event.pk])).text

    assert any("held until somebody settles it" in gap.sentence for gap in gaps)
    assert "the same mail domain: rail.eu" in page
    assert "#found" in page


def test_publication_names_a_judge_who_competes(scene, client):
    event = scene["event"]
    set_clock(event, "deliberation")
    factories.MemberFactory(team__event=event, user=scene["other"].user)
    confirmed(client, scene["boss"])
    calculate(event=event)

    page = client.get(reverse("admin:judging_results_publish", args=[event.pk])).text

    assert "sits on the jury and is in a team of this event" in page
    assert reverse("admin:judging_judge_change", args=[scene["other"].pk]) in page
    assert str(scene["judge"]) in page
