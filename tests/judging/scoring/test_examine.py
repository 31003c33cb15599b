import numpy as np
import pytest

from judging.scoring.calibrate import calibrate
from judging.scoring.examine import criteria_correlations, leave_one_judge_out, odd_reviews
from tests.judging.scoring.juries import WEIGHTS, jury

SCALE = {"lowest": 1, "highest": 10}
NAN = float("nan")


def test_a_judge_who_decides_the_winner_alone_is_named():
    entries, judges = np.tile(np.arange(3), 4), np.repeat(np.arange(4), 3)
    marks = np.array([[7, 6, 3], [7, 6, 2], [6, 6, 3], [1, 10, 3]], float).reshape(-1, 1)
    lines = leave_one_judge_out(entries, judges, marks, [1], **SCALE, sweeps=200)

    assert [line.judge for line in lines] == [0, 1, 2, 3]
    assert [line.plain[0] for line in lines] == [1, 1, 1, 0]
    assert lines[3].calibrated == {0: 0}


def test_without_its_only_judge_an_entry_cannot_lead():
    lines = leave_one_judge_out([0, 1], [0, 1], [[9], [2]], [1], **SCALE, sweeps=100)

    assert [line.plain[0] for line in lines] == [1, 0]
    assert [line.calibrated[0] for line in lines] == [1, 0]


def test_leaving_a_judge_out_is_the_same_as_never_having_had_them():
    entries, judges, marks, *_ = jury()
    kept = judges != 4
    [line] = [
        line
        for line in leave_one_judge_out(entries, judges, marks, WEIGHTS, **SCALE, sweeps=300)
        if line.judge == 4
    ]
    found = calibrate(
        entries[kept], judges[kept], marks[kept], WEIGHTS, **SCALE, sweeps=300,
        judge_count=5, entry_count=12,
    )  # fmt: skip

    assert line.calibrated[0] == int(np.argmax(found.quality))


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
