import numpy as np
import pytest

from judging.scoring.calibrate import calibrate
from judging.scoring.examine import criteria_correlations, leave_one_judge_out, odd_reviews
from judging.scoring.ladder import Step
from judging.scoring.standings import standings
from tests.judging.scoring.juries import WEIGHTS, jury

SCALE = {"lowest": 1, "highest": 10}
NAN = float("nan")


def test_a_judge_who_decides_the_winner_alone_is_named():
    entries, judges = np.tile(np.arange(3), 4), np.repeat(np.arange(4), 3)
    marks = np.array([[7, 6, 3], [7, 6, 2], [6, 6, 3], [1, 10, 3]], float).reshape(-1, 1)
    lines = leave_one_judge_out(entries, judges, marks, [1], **SCALE, official="plain", sweeps=50)

    assert [line.judge for line in lines] == [0, 1, 2, 3]
    assert [line.winners[0] for line in lines] == [(1,), (1,), (1,), (0,)]
    assert [line.changes for line in lines] == [set(), set(), set(), {0}]


def test_nobody_is_said_to_decide_where_they_gave_no_mark():
    """Judge 3 sees challenge 1 only: nothing of challenge 0 hangs on them."""
    entries = np.concatenate([np.tile(np.arange(3), 3), np.tile(np.arange(3, 6), 4)])
    judges = np.concatenate([np.repeat(np.arange(3), 3), np.repeat(np.arange(4), 3)])
    marks = np.random.default_rng(3).integers(1, 11, (len(entries), 1)).astype(float)
    challenges = [0] * 3 + [1] * 3
    lines = leave_one_judge_out(
        entries, judges, marks, [1], **SCALE, challenges=challenges, sweeps=50
    )

    assert [sorted(line.winners) for line in lines] == [[0, 1], [0, 1], [0, 1], [1]]
    assert all(line.changes <= set(line.winners) for line in lines)


def test_who_becomes_level_with_the_winner_does_not_change_the_winner():
    """Without judge 2 both have the same mean, and no step of the ladder: no other winner."""
    entries, judges = np.tile([0, 1], 3), np.repeat(np.arange(3), 2)
    marks = np.array([[7, 6], [6, 7], [8, 6]], float).reshape(-1, 1)
    lines = leave_one_judge_out(entries, judges, marks, [1], **SCALE, official="plain", sweeps=50)

    assert lines[2].winners == {0: (0, 1)}
    assert lines[2].changes == set()


def test_the_ladder_says_who_would_be_first_among_those_who_would_be_level():
    entries, judges = np.tile([0, 1], 3), np.repeat(np.arange(3), 2)
    marks = np.array([[[8, 6], [6, 8]], [[6, 6], [6, 6]], [[2, 2], [9, 9]]], float).reshape(-1, 2)
    found = {
        steps: leave_one_judge_out(
            entries, judges, marks, [1, 1], **SCALE, official="plain", ladder=steps, sweeps=50
        )[2]
        for steps in ((), (Step("criterion", 0),))
    }

    assert found[()].winners == {0: (0, 1)}
    assert found[(Step("criterion", 0),)].winners == {0: (0,)}
    assert [line.changes for line in found.values()] == [set(), {0}]


def test_without_its_only_judge_an_entry_cannot_lead():
    lines = leave_one_judge_out([0, 1], [0, 1], [[9], [2]], [1], **SCALE, sweeps=100)

    assert [line.winners[0] for line in lines] == [(1,), (0,)]


def test_leaving_a_judge_out_is_the_same_as_never_having_had_them():
    entries, judges, marks, *_ = jury()
    kept = judges != 4
    [line] = [
        line
        for line in leave_one_judge_out(entries, judges, marks, WEIGHTS, **SCALE, sweeps=300)
        if line.judge == 4
    ]
    rest = (entries[kept], judges[kept], marks[kept], WEIGHTS)
    found = calibrate(*rest, **SCALE, sweeps=300)
    board = standings(*rest, **SCALE, calibration=found)

    assert line.winners[0] == tuple(board.winners(0))


def test_odd_reviews_come_oddest_first_and_quiet_ones_not_at_all():
    entries, judges, marks, *_ = jury(30, 6, 5)
    foe = int(np.argmax(marks.sum(axis=1)))
    marks[foe] = 1
    found = calibrate(entries, judges, marks, WEIGHTS, **SCALE)

    assert odd_reviews(found)[0] == foe
    assert odd_reviews(found, least=99.0) == []


def test_criteria_that_say_the_same_are_seen():
    found = criteria_correlations([[1, 2, 5], [2, 4, NAN], [3, 6, 1], [4, 8, 3]])

    assert found[0, 1] == found[1, 0] == 1.0
    assert found[0, 2] == pytest.approx(-0.6546536, abs=1e-6)
    assert np.isnan(criteria_correlations([[1, 1], [2, 1], [3, 1]])[0, 1])
