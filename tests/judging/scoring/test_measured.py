from itertools import pairwise

import numpy as np
import pytest

from judging.scoring.calibrate import calibrate
from judging.scoring.ladder import Ladder, Step
from judging.scoring.measured import APART, Measured
from judging.scoring.reviews import read
from tests.judging.scoring.juries import WEIGHTS, jury

SCALE = {"lowest": 1, "highest": 10}


def measured(means, error, seed=1):
    """Numbers with these means, each with this standard error, chance apart."""
    scatter = np.random.default_rng(seed).normal(size=(20, len(means)))
    scatter -= scatter.mean(axis=0)
    scatter *= error * np.sqrt(20) / scatter.std(axis=0, ddof=1)
    return Measured(np.array(means), np.array(means) + scatter)


def test_a_difference_within_its_error_is_level_and_one_beyond_it_is_not():
    number = measured([6.0, 5.95, 5.0], 0.02)

    assert number.apart(0, np.array([0, 1, 2])).tolist() == [False, False, True]
    assert number.groups([0, 1, 2]) == [(0, 1), (2,)]


def test_the_error_is_that_of_the_difference():
    """What moves both alike cannot change their places."""
    together = np.random.default_rng(1).normal(size=(20, 1))
    alone = np.random.default_rng(2).normal(size=(20, 2)) * 0.001
    number = Measured(np.array([6.0, 5.9]), np.array([6.0, 5.9]) + together + alone)

    assert (number.error > 0.1).all()
    assert number.groups([0, 1]) == [(0,), (1,)]


def test_numbers_that_are_shown_alike_are_level_however_sure():
    assert measured([6.004, 6.001], 1e-6).groups([0, 1]) == [(0, 1)]


def test_being_level_goes_on_from_neighbour_to_neighbour():
    """0 and 2 are told apart, but both are level with 1: there is no place to part the three."""
    number = measured([6.0, 5.9, 5.8, 5.0], 0.02)

    assert number.apart(0, np.array([1, 2])).tolist() == [False, True]
    assert number.groups([3, 1, 0, 2]) == [(0, 1, 2), (3,)]
    assert number.first_of([0, 1, 2, 3]) == (0, 1)
    assert number.first_of([1, 2, 3]) == (1, 2)


@pytest.mark.parametrize("seed", range(3))
def test_all_of_a_group_are_told_apart_from_all_of_the_next(seed):
    means = np.sort(np.random.default_rng(seed).normal(5, 1, 40))
    number = measured(means.tolist(), 0.004, seed)
    groups = number.groups(range(40))

    assert len(groups) > 3
    assert sorted(entry for group in groups for entry in group) == list(range(40))
    for one, other in pairwise(groups):
        assert all(number.apart(entry, np.array(other)).all() for entry in one)


def test_from_a_single_part_of_a_run_nothing_is_told_apart():
    number = Measured(np.array([9.0, 2.0]), np.array([[9.0, 2.0]]))

    assert number.groups([0, 1]) == [(0, 1)]


def test_the_stated_error_is_how_far_other_seeds_move_a_number():
    marks = jury(20, 6, 4)[:3]
    runs = [calibrate(*marks, WEIGHTS, **SCALE, seed=seed, sweeps=500) for seed in range(12)]
    moved = np.std([run.measured.value for run in runs], axis=0, ddof=1)
    stated = np.mean([run.measured.error for run in runs], axis=0)

    assert 0.6 < np.sqrt((stated**2).mean() / (moved**2).mean()) < 1.6


def test_no_seed_reverses_what_another_told_apart():
    """The bench does it with many worlds and 20 seeds."""
    marks = jury(20, 6, 4)[:3]
    runs = [calibrate(*marks, WEIGHTS, **SCALE, seed=seed, sweeps=300) for seed in range(8)]
    ranks = np.empty((8, 20))
    for row, run in enumerate(runs):
        for place, group in enumerate(run.measured.groups(range(20))):
            ranks[row, list(group)] = place
    sign = np.sign(ranks[:, :, None] - ranks[:, None, :])

    assert (sign != 0).any()
    assert not ((sign > 0).any(axis=0) & (sign < 0).any(axis=0)).any()


def ladder(*steps, marks, other=None):
    """A ladder over entries with one review each, by judge 0."""
    count = len(marks)
    table = np.array(marks, float).reshape(count, -1)
    reviews = read(range(count), [0] * count, table, [1] * table.shape[1])
    return Ladder(steps, reviews, other or Measured(np.full(count, np.nan)), table)


def test_what_a_calibrated_number_leaves_level_goes_to_the_next_step():
    number = measured([6.0, 5.95, 5.0], 0.02)
    found = ladder(Step("criterion", 0), marks=[1, 2, 3])

    assert found.order_by(number, (0, 1, 2))[0] == [(1,), (0,), (2,)]
    assert ladder(marks=[1, 2, 3]).order_by(number, (0, 1, 2))[0] == [(0, 1), (2,)]


def test_a_calibrated_number_as_a_step_parts_only_what_it_tells_apart():
    other = measured([6.0, 5.95, 5.0], 0.02)
    order, trace = ladder(Step("other_number"), marks=[3, 3, 3], other=other).settle((0, 1, 2))

    assert order == [(0, 1), (2,)]
    assert trace[0].order == ((0, 1), (2,))


def test_no_step_puts_an_entry_above_one_that_the_number_puts_above_it():
    """2 has the best mark, but 0 is told apart above it: only 1 may pass 0, and 2 may pass 1."""
    number = measured([6.0, 5.9, 5.8], 0.02)
    by_mark = ladder(Step("criterion", 0), marks=[1, 2, 3])
    first = ladder(Step("criterion", 0), marks=[2, 1, 3])

    assert by_mark.order_by(number, (0, 1, 2))[0] == [(1,), (0,), (2,)]
    order, trace = first.order_by(number, (0, 1, 2))
    assert order == [(0,), (2,), (1,)]
    assert [settled.order for settled in trace] == [((0,), (1,)), ((2,), (1,))]


def test_five_standard_errors_tell_apart():
    """Stated in docs/judging-method.md."""
    assert APART == 5
