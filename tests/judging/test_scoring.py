import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from hackathon.errors import PhaseClosed, StateConflict
from hackathon.models import AuditEntry
from judging.models import Score
from judging.services.jury import declare_conflict
from judging.services.scoring import hand_in_scorecard, save_scorecard
from tests.factories import CriterionFactory, EventFactory, JudgeFactory, judged_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged():
    return judged_event()


def marks_for(judge, value):
    return dict.fromkeys(judge.event.criteria.all(), value)


def save(judge, version, marks, revision=0, actor=None):
    return save_scorecard(
        actor=actor or judge.user, judge=judge, version=version, marks=marks, revision=revision
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

    with pytest.raises(ValidationError, match="not on the scale"):
        save(judge, version, marks_for(judge, value))

    assert not Score.objects.exists()


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

    with pytest.raises(StateConflict, match="another event"):
        save(judge, version, {foreign: 3})


@pytest.mark.parametrize("phase", ["hacking", "deliberation"])
def test_marks_are_taken_in_judging_alone(phase):
    judge, version = judged_event(during=phase)

    with pytest.raises(PhaseClosed):
        save(judge, version, marks_for(judge, 4))
