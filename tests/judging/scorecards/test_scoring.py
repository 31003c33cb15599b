import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.kernel.revisions import Clash
from hackathon.models import AuditEntry
from judging.conflicts.services import declare_conflict
from judging.models import JuryRules, MarkChange, Score, Scorecard
from judging.scorecards.selectors.marks import counted_cards
from judging.scorecards.services.scoring import (
    abstain,
    carry_on,
    hand_in_scorecard,
    save_scorecard,
    take_up,
)
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    EventFactory,
    JudgeFactory,
    VersionFactory,
    judged_event,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged():
    return judged_event()


def marks_for(judge, value):
    return dict.fromkeys(judge.event.criteria.all(), value)


def save(judge, version, marks, revision=0, actor=None, **more):
    return save_scorecard(
        actor=actor or judge.user,
        judge=judge,
        version=version,
        marks=marks,
        revision=revision,
        **more,
    )


def test_a_full_scorecard_can_be_handed_in_once(judged):
    judge, version = judged
    card = save(judge, version, marks_for(judge, 4))

    card = hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)

    assert card.handed_in_at == AuditEntry.objects.get(verb="scorecard.hand_in").at
    with pytest.raises(StateConflict, match="handed in"):
        save(judge, version, marks_for(judge, 5), revision=1)


def test_a_scorecard_with_a_gap_is_not_taken(judged):
    judge, version = judged
    card = save(judge, version, {judge.event.criteria.first(): 4})

    with pytest.raises(StateConflict, match="every criterion"):
        hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)


def test_a_stale_window_cannot_overwrite_newer_marks(judged):
    judge, version = judged
    save(judge, version, marks_for(judge, 4))

    with pytest.raises(StateConflict, match="another window"):
        save(judge, version, marks_for(judge, 1))

    assert set(Score.objects.values_list("value", flat=True)) == {4}


@pytest.mark.parametrize("value", [0, 6])
def test_a_mark_outside_the_scale_is_refused_by_the_database(judged, value):
    judge, version = judged
    card = save(judge, version, {})
    row = Score(scorecard=card, criterion=judge.event.criteria.first(), value=value)

    with unguarded("test"), pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_judge_with_a_conflict_cannot_score(judged):
    judge, version = judged
    declare_conflict(actor=judge.user, judge=judge, team=version.submission.team)

    with pytest.raises(PermissionDenied):
        save(judge, version, marks_for(judge, 4))


def test_another_judge_cannot_score_for_you(judged):
    judge, version = judged
    other = JudgeFactory(event=judge.event)

    with pytest.raises(PermissionDenied):
        save(judge, version, {}, actor=other.user)


def test_a_judge_scores_only_the_challenges_of_their_panel(judged):
    judge, version = judged
    outsider = JudgeFactory(event=judge.event)

    with pytest.raises(PermissionDenied):
        save(outsider, version, {})


def test_a_criterion_of_another_event_is_refused(judged):
    judge, version = judged
    foreign = CriterionFactory(event=EventFactory())

    with pytest.raises(StateConflict, match="rubric"):
        save(judge, version, {foreign: 3})


@pytest.mark.parametrize("phase", ["hacking", "deliberation"])
def test_marks_are_taken_in_judging_alone(phase):
    judge, version = judged_event(during=phase)

    with pytest.raises(PhaseClosed):
        save(judge, version, marks_for(judge, 4))


def rules(event, **values):
    with unguarded("test"):
        JuryRules.objects.create(event=event, **values)


def changes():
    return list(MarkChange.objects.values_list("before", "after", "device"))


def test_every_change_of_a_mark_is_a_row_of_its_own(judged):
    judge, version = judged
    first, second = judge.event.criteria.all()

    card = save(judge, version, {first: 2}, device="phone")
    card = save(judge, version, {first: 4, second: 3}, card.revision, device="desk")
    save(judge, version, {first: 4}, card.revision)

    assert changes() == [(None, 2, "phone"), (2, 4, "desk"), (None, 3, "desk")]
    row = MarkChange.objects.first()
    entry = AuditEntry.objects.filter(verb="scorecard.save").first()
    assert (row.changed_by, row.changed_at) == (judge.user, entry.at)


def test_two_windows_write_different_criteria_side_by_side(judged):
    judge, version = judged
    first, second = judge.event.criteria.all()
    save(judge, version, {first: 2})

    card = save(judge, version, {second: 5}, revision=0)

    assert set(card.scores.values_list("value", flat=True)) == {2, 5}


def test_who_has_seen_both_may_overwrite(judged):
    judge, version = judged
    first = judge.event.criteria.first()
    save(judge, version, {first: 2})
    with pytest.raises(Clash) as clash:
        save(judge, version, {first: 4})

    assert clash.value.fields == [f"mark_{first.pk}"]
    card = save(judge, version, {first: 4}, clash.value.row.revision)

    assert card.scores.get().value == 4


@pytest.mark.parametrize("value", [0, 6, -1, 40_000, float("nan"), 3.5, True, "4", None])
def test_what_is_no_mark_of_the_scale_is_refused_in_a_sentence(judged, value):
    judge, version = judged
    first, second = judge.event.criteria.all()

    with pytest.raises(StateConflict, match="not on the scale"):
        save(judge, version, {first: 4, second: value})

    assert not Scorecard.objects.exists()


def test_a_criterion_of_another_challenge_is_refused(judged):
    judge, version = judged
    other = ChallengeFactory(event=judge.event)
    foreign = CriterionFactory(event=judge.event, challenge=other)

    with pytest.raises(StateConflict, match="rubric"):
        save(judge, version, {foreign: 3})


def test_where_the_rules_allow_it_marks_change_until_the_lock_and_stay_handed_in(judged):
    judge, version = judged
    rules(judge.event, edits_until_lock=True)
    card = save(judge, version, marks_for(judge, 4))
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)

    card = save(judge, version, marks_for(judge, 5), revision=1)

    assert card.handed_in_at
    assert changes()[2:] == [(4, 5, ""), (4, 5, "")]


def test_a_scorecard_is_handed_in_once_and_as_it_was_seen(judged):
    judge, version = judged
    rules(judge.event, edits_until_lock=True)
    card = save(judge, version, marks_for(judge, 4))
    with pytest.raises(Clash):
        hand_in_scorecard(actor=judge.user, scorecard=card, revision=0)
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)

    with pytest.raises(StateConflict, match="already"):
        hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)


def test_who_abstains_says_why_and_may_take_it_up_again(judged):
    judge, version = judged
    save(judge, version, marks_for(judge, 4))
    with pytest.raises(ValidationError, match="Say why"):
        abstain(actor=judge.user, judge=judge, version=version, reason=" ")

    card = abstain(actor=judge.user, judge=judge, version=version, reason="I know too little.")
    assert not counted_cards(judge.event).exists()
    with pytest.raises(StateConflict, match="abstained"):
        save(judge, version, marks_for(judge, 5), revision=1)
    take_up(actor=judge.user, scorecard=card)

    assert save(judge, version, marks_for(judge, 5), revision=1).scores.count() == 2


def newer(version):
    return VersionFactory(
        submission=version.submission, number=version.number + 1, submitted_by=version.submitted_by
    )


def test_a_newer_version_is_scored_on_a_card_of_its_own_from_the_marks_before(judged):
    judge, version = judged
    card = save(judge, version, marks_for(judge, 4), remarks="Clear.")
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)
    second = newer(version)
    with pytest.raises(StateConflict, match="not the version"):
        save(judge, version, marks_for(judge, 1), revision=1)

    after = carry_on(actor=judge.user, judge=judge, version=second)

    assert (after.version, after.remarks, after.handed_in_at) == (second, "Clear.", None)
    assert list(after.scores.values_list("value", flat=True)) == [4, 4]
    with pytest.raises(StateConflict, match="no earlier marks"):
        carry_on(actor=judge.user, judge=judge, version=second)
    assert not counted_cards(judge.event).exists()
    hand_in_scorecard(actor=judge.user, scorecard=after, revision=after.revision)
    assert list(counted_cards(judge.event)) == [after]


def test_a_mark_is_held_against_the_scale_as_it_is_now_and_not_as_the_page_had_it(judged):
    judge, version = judged
    criterion = judge.event.criteria.first()
    with unguarded("test"):
        judge.event.criteria.update(highest=criterion.highest - 1)

    with pytest.raises(StateConflict, match="not on the scale"):
        save(judge, version, {criterion: criterion.highest})
