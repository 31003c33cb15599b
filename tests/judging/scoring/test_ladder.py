import numpy as np
import pytest

from judging.scoring.ladder import Ladder, Step
from judging.scoring.measured import Measured, in_groups, rounded
from judging.scoring.reviews import read

NAN = float("nan")
NOTHING = Measured(np.array([NAN, NAN]))
# Entries 0, 1, 2 by judges 0, 1, 2 on two criteria.
ENTRIES, JUDGES = [0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 1, 2] * 3
MARKS = [[5, 5], [5, 7], [8, 6], [6, 4], [6, 6], [7, 7], [6, 4], [6, 6], [6, 8]]


def ladder(*steps, other=(NAN, NAN, NAN)):
    reviews = read(ENTRIES, JUDGES, MARKS, [1, 1])
    return Ladder(steps, reviews, Measured(np.array(other)), np.array(MARKS, float))


def test_the_third_decimal_does_not_decide():
    assert rounded(np.array([7.004, 7.0, 6.996])).tolist() == [7.0, 7.0, 7.0]
    assert in_groups([4, 5, 6], np.array([7.001, 8.0, 7.002])) == [(5,), (4, 6)]


def test_an_entry_without_a_value_comes_last():
    assert in_groups([0, 1], np.array([NAN, 1.0])) == [(1,), (0,)]


def test_without_steps_a_tie_stays_a_tie():
    assert ladder().settle((2, 0, 1)) == ([(0, 1, 2)], [])


def test_a_criterion_settles_and_says_how():
    order, trace = ladder(Step("criterion", 0)).settle((0, 1, 2))

    assert order == [(1,), (0, 2)] or order == [(1,), (0,), (2,)]
    assert trace[0].step == Step("criterion", 0)
    assert dict(trace[0].values) == {0: 6.0, 1: pytest.approx(19 / 3), 2: 6.0}
    assert trace[0].order == ((1,), (0, 2))


def test_the_next_step_looks_only_at_who_is_still_level():
    order, trace = ladder(Step("criterion", 0), Step("criterion", 1)).settle((0, 1, 2))

    assert order == [(1,), (0, 2)]
    assert [sorted(entry for entry, _ in settled.values) for settled in trace] == [
        [0, 1, 2],
        [0, 2],
    ]


def test_the_median_and_the_other_number_settle():
    median, _ = ladder(Step("median")).settle((0, 1))
    other, _ = ladder(Step("other_number"), other=(7.2, 7.1, NAN)).settle((0, 1, 2))

    assert median == [(0, 1)]
    assert other == [(0,), (1,), (2,)]


def test_who_is_preferred_by_more_judges_who_saw_both_goes_ahead():
    """Judges 0 and 1 saw both and prefer entry 0; what 2 and 3 saw alone does not count."""
    reviews = read([0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 3], [[5], [6], [1], [4], [5], [9]], [1])
    step = Ladder((Step("head_to_head"),), reviews, NOTHING, reviews.marks)

    order, trace = step.settle((0, 1))
    assert order == [(0,), (1,)]
    assert dict(trace[0].values) == {0: 2.0, 1: -2.0}


@pytest.mark.parametrize(("kind", "criterion"), [("age", None), ("median", 1), ("criterion", None)])
def test_a_step_that_makes_no_sense_is_refused(kind, criterion):
    with pytest.raises(ValueError, match="step"):
        Step(kind, criterion)
