import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from judging.scoring.chances import chances, smallest_set


def test_chances_intervals_and_contenders_counted_by_hand():
    draws = np.array([[3.0, 2.0, 1.0]] * 15 + [[1.0, 3.0, 2.0]] * 4 + [[1.0, 2.0, 3.0]])
    found = chances(draws)

    assert found.best.tolist() == [0.75, 0.2, 0.05]
    assert found.contender.tolist() == [True, True, False]
    assert list(zip(found.low, found.high, strict=True)) == [(1, 3), (1, 2), (2, 3)]


def test_who_is_level_in_a_draw_shares_its_first_place_and_its_rank():
    found = chances(np.array([[3.0, 3.0, 1.0]] * 50 + [[1.0, 1.0, 2.0]] * 50))

    assert found.best.tolist() == [0.25, 0.25, 0.5]
    assert list(zip(found.low, found.high, strict=True)) == [(1, 2), (1, 2), (1, 3)]
    assert found.contender.tolist() == [True, True, True]


def test_a_sure_winner_is_the_only_contender():
    found = chances(np.array([[2.0, 1.0]] * 50))

    assert found.contender.tolist() == [True, False]
    assert found.low.tolist() == found.high.tolist() == [1, 2]


@settings(deadline=None)  # a busy machine is no fault
@given(arrays(float, st.integers(1, 12), elements=st.floats(0.01, 1)))
def test_no_smaller_set_holds_the_best_as_surely(weights):
    best = weights / weights.sum()
    inside = smallest_set(best, np.zeros(len(best)))

    assert best[inside].sum() >= 0.9 - 1e-6
    last = best == best[inside].min()  # who equals the last one is in with it
    assert best[inside & ~last].sum() < 0.9
    assert inside.all() or best[inside].min() >= best[~inside].max()


@settings(deadline=None)  # a busy machine is no fault
@given(arrays(float, (40, 5), elements=st.floats(-3, 3)))
def test_chances_add_up_and_intervals_are_in_order(draws):
    found = chances(draws)

    assert abs(found.best.sum() - 1) < 1e-9
    assert (found.low <= found.high).all()
    assert found.low.min() >= 1
    assert found.high.max() <= 5
