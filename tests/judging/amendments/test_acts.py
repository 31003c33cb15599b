"""Acts during and after judging: what was announced is what happened, and an undo undoes all.

Each act that touches what the jury did is tried in each state of judging. Ranking and rows are
compared from outside, whatever the announcement was made from.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hackathon.events.services import reschedule_event
from hackathon.kernel.consequences import rehearse
from hackathon.kernel.phases import Phase
from judging.amendments.selectors.taking_back import last_change_of_sense
from judging.amendments.services.taking_back import take_back_sense
from judging.conflicts.services import impose_conflict, lift_conflict
from judging.models import JuryRules, Scorecard
from judging.rules.selectors.sheets import content_of, fingerprint_of, sheet_of
from judging.rules.services import retire_criterion, save_rule
from judging.seats.services.jury import seat_panels
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.returning import reinstate_judge
from teams.deadlines.services.deadlines import grant_extension, grant_to_all
from teams.rulings.services import (
    close_team,
    correct_team,
    merge_teams,
    reopen_team,
)
from teams.submissions.services.verdicts import disqualify, rescue, triage
from tests.judging.amendments.acts import (
    STATES,
    changed,
    each_ranking_once,
    hashes,
    keys_of,
    ranking,
    scene_in,
)

pytestmark = pytest.mark.django_db
WHY = "It was a mistake."
ORDER = list(Phase)


@pytest.fixture(autouse=True, scope="module")
def once():
    with each_ranking_once():
        yield


def closed(scene):
    close_team(actor=scene.boss, team=scene.teams["Amber"], reason=WHY)


def reopened(scene):
    reopen_team(actor=scene.boss, team=scene.teams["Amber"], reason=WHY)


def moved(scene, to=1):
    team = scene.teams["Amber"]
    correct_team(actor=scene.boss, team=team, reason=WHY, challenge=scene.challenges[to])


def moved_back(scene):
    moved(scene, to=0)


def merged(scene):
    teams = scene.teams
    merge_teams(actor=scene.boss, source=teams["Amber"], target=teams["Birch"], reason=WHY)


def rescued(scene, keeps_marks=True):
    team = scene.teams["Amber"]
    rescue(
        actor=scene.boss,
        team=team,
        content={},
        revision=team.submission.revision,
        reason=WHY,
        keeps_marks=keeps_marks,
    )


def rescued_anew(scene):
    rescued(scene, keeps_marks=False)


def extended(scene):
    grant_extension(actor=scene.boss, team=scene.teams["Amber"], minutes=30, reason=WHY)


def extended_for_all(scene):
    grant_to_all(actor=scene.boss, event=scene.event, minutes=30, reason=WHY)


def put_back(scene):
    """The timetable moves so that the event is in hacking again."""
    changes = {"submissions_close_at": timezone.now() + timedelta(hours=1)}
    if scene.state in ("deliberation", "published"):
        changes["judging_closes_at"] = timezone.now() + timedelta(hours=2)
    reschedule_event(actor=scene.boss, event=scene.event, changes=changes, reason=WHY)


def ruled_out(scene):
    triage(actor=scene.boss, submission=scene.teams["Amber"].submission, kind="no", reason=WHY)


def ruled_in(scene):
    submission = scene.teams["Amber"].submission
    triage(actor=scene.boss, submission=submission, kind="eligible", reason=WHY)


def disqualified(scene):
    disqualify(actor=scene.boss, submission=scene.teams["Amber"].submission, reason=WHY)


def edited(scene, degree="", **values):
    criterion = scene.criteria[0]
    for name, value in values.items():
        setattr(criterion, name, value)
    save_rule(
        actor=scene.boss,
        row=criterion,
        fields=list(values),
        degree=degree,
        reason=WHY if scene.state != "no marks" else "",
    )


def reweighted(scene):
    edited(scene, weight=90)


def weighted_back(scene):
    edited(scene, weight=35)


def reworded(scene):
    edited(scene, degree="wording", meaning_de="Ein Punkt mehr.")


def given_another_sense(scene):
    edited(scene, degree="sense", meaning_en="Something else.")


def rescaled(scene):
    edited(scene, highest=6)


def sense_taken_back(scene):
    """Before the first mark nothing is opened, and the criterion is edited back."""
    if scene.state == "no marks":
        edited(scene, meaning_en=None)
        return
    change = last_change_of_sense(scene.event)
    take_back_sense(actor=scene.boss, change=change, reason=WHY)


def scale_taken_back(scene):
    if scene.state == "no marks":
        edited(scene, highest=5)
        return
    sense_taken_back(scene)


def narrowed(scene):
    """Marks of 5 leave the scale."""
    edited(scene, highest=4)


def retired(scene):
    reason = WHY if scene.state != "no marks" else ""
    retire_criterion(actor=scene.boss, criterion=scene.criteria[1], reason=reason)


def another_method(scene):
    rules = JuryRules(event=scene.event, official="calibrated", ladder=["median"])
    reason = WHY if scene.state != "no marks" else ""
    save_rule(actor=scene.boss, row=rules, fields=["official", "ladder"], reason=reason)


def unseated(scene):
    judge, challenge = scene.judges[1], scene.challenges[0]
    seats = {(judge.pk, challenge.pk): ""}
    seat_panels(actor=scene.boss, event=scene.event, seats=seats, reason=WHY)


def seated_again(scene):
    judge, challenge = scene.judges[1], scene.challenges[0]
    seats = {(judge.pk, challenge.pk): "member"}
    seat_panels(actor=scene.boss, event=scene.event, seats=seats, reason=WHY)


def recused(scene):
    judge, team = scene.judges[1], scene.teams["Amber"]
    impose_conflict(actor=scene.boss, judge=judge, team=team, kind="other", reason=WHY)


def recusal_lifted(scene):
    conflict = scene.judges[1].conflicts.get()
    lift_conflict(actor=scene.boss, conflict=conflict, reason=WHY)


def excused(scene, set_aside=False):
    judge = scene.judges[1]
    excuse_judge(actor=scene.boss, judge=judge, reason=WHY, set_aside=set_aside)


def excused_set_aside(scene):
    excused(scene, set_aside=True)


def reinstated(scene):
    reinstate_judge(actor=scene.boss, judge=scene.judges[1], reason=WHY)


ACTS = {  # each with the act that undoes it, if there is one
    closed: reopened,
    moved: moved_back,
    merged: None,
    rescued: None,
    rescued_anew: None,
    extended: None,
    extended_for_all: None,
    put_back: None,
    ruled_out: ruled_in,
    disqualified: None,
    reweighted: weighted_back,
    reworded: None,
    given_another_sense: sense_taken_back,
    rescaled: scale_taken_back,
    narrowed: scale_taken_back,
    retired: None,
    another_method: None,
    unseated: seated_again,
    recused: recusal_lifted,
    excused: reinstated,
    excused_set_aside: reinstated,
}
TOO_LATE = {  # refused once judging is over
    "deliberation": {
        rescued,
        rescued_anew,
        extended,
        extended_for_all,
        reweighted,
        reworded,
        given_another_sense,
        rescaled,
        narrowed,
        retired,
        another_method,
    },
    "published": set(ACTS),
}
LEFT_OTHERWISE = {  # what an undo leaves on purpose
    ruled_out: {"teams.submission"},  # that somebody has looked at it
    unseated: {"judging.panelseat"},  # it is the same seat in another row
}


def snapshot(scene):
    return hashes(), ranking(scene.event), counting()


def counting():
    """Who counts, by what the rows say alone."""
    cards = Scorecard.objects.exclude(handed_in_at=None).filter(set_aside_at=None)
    return {card.pk: card.handed_in_at for card in cards}


def announced_is_what_happens(scene, act):
    """Rehearse, do, and hold the one against the other; the preview alone changes nothing."""
    before, phase = snapshot(scene), phase_of(scene)
    again = scene.read()
    told = rehearse(scene.event, lambda: act(again), scene.boss)
    assert snapshot(scene) == before, "a preview left something behind"
    act(scene.read())
    after = snapshot(scene)
    rows, ranks = changed(before[0], after[0]), changed(before[1], after[1])
    cards = keys_of(rows, "judging.scorecard")
    assert cards <= keys_in(told, "scorecards")
    assert keys_in(told, "ranks", "rank") == ranks
    people = keys_of(rows, "teams.member") | keys_of(rows, "teams.team")
    assert people <= keys_in(told, "teams")
    assert keys_of(rows, "teams.submission") <= keys_in(told, "submissions")
    assert keys_of(rows, "judging.award") <= keys_in(told, "decisions")
    lines = keys_of(rows, "judging.criterion")
    assert lines <= {key[1] for key in (one.key for one in told.of("rules")) if len(key) > 1}
    is_back = ORDER.index(phase_of(scene)) < ORDER.index(phase)
    if changed(before[2], after[2]) or was_ranked(ranks, before) or is_back:
        assert told.grave, "it touches what the jury did, and asks for nothing"
    return before, after


def phase_of(scene):
    return scene.read().event.phase_at(timezone.now())


def was_ranked(ranks, before):
    return any(pk in before[1] for pk in ranks)


def keys_in(told, kind, about=None):
    return {one.key[1] for one in told.of(kind) if about in (None, one.key[0])}


def rules_are_one(scene):
    """What is published is what holds."""
    event = scene.read().event
    assert sheet_of(event).sha256 == fingerprint_of(content_of(event))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
@pytest.mark.parametrize("state", STATES)
def test_what_was_announced_is_what_happened_and_an_undo_undoes_all(state, act):
    scene = scene_in(state)
    rules_are_one(scene)
    if act in TOO_LATE.get(state, ()):
        before = snapshot(scene)
        with pytest.raises(ValidationError):
            act(scene.read())
        assert snapshot(scene) == before
        return
    before, _after = announced_is_what_happens(scene, act)
    rules_are_one(scene)
    if undo := ACTS[act]:
        announced_is_what_happens(scene, undo)
        rules_are_one(scene)
        after = snapshot(scene)
        assert after[1:] == before[1:]
        left = changed(before[0], after[0])
        assert {key[0] for key in left} <= LEFT_OTHERWISE.get(act, set()), left
