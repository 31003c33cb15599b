from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from judging.scoring.reviews import read, weighted_means

NAN = float("nan")


def test_the_plain_mean_is_the_mean_over_reviews_of_each_one_s_weighted_mean():
    means = weighted_means([0, 0, 1], [0, 1, 0], [[10, 4], [6, 6], [1, 2]], [2, 1])

    assert means.tolist() == pytest.approx([7.0, 4 / 3])


def test_a_missing_mark_leaves_the_weight_to_the_others():
    assert weighted_means([0], [0], [[10, NAN]], [1, 3]).tolist() == [10.0]


def test_a_review_without_any_mark_is_none():
    means = weighted_means([0, 0, 1], [0, 1, 0], [[4, 4], [NAN, NAN], [NAN, NAN]], [1, 1])

    assert means[0] == 4
    assert np.isnan(means[1])


def test_an_entry_that_nobody_reviewed_has_no_mean():
    assert np.isnan(weighted_means([1], [0], [[3]], [1], entry_count=3)).tolist() == [
        True,
        False,
        True,
    ]


def test_a_criterion_without_weight_does_not_count_at_all():
    means = weighted_means([0, 1], [0, 0], [[3, 9], [NAN, 9]], [1, 0])

    assert means[0] == 3
    assert np.isnan(means[1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"entries": [0, -1]}, "entries"),
        ({"entries": [0.5, 1]}, "entries"),
        ({"judges": [[0, 1]]}, "judges"),
        ({"marks": [[1, 2]]}, "a row per review"),
        ({"marks": [[1, 2], [float("inf"), 1]]}, "finite"),
        ({"weights": [0, 0]}, "above zero"),
        ({"weights": [1, -1]}, "below zero"),
        ({"weights": [1, NAN]}, "finite"),
        ({"entry_count": 1}, "entry_count"),
    ],
)
def test_arrays_that_make_no_sense_are_refused_in_words(change, words):
    right = {"entries": [0, 1], "judges": [0, 0], "marks": [[1, 2], [3, 4]], "weights": [1, 1]}

    with pytest.raises(ValueError, match=words):
        read(**(right | change))


def test_the_order_of_the_reviews_does_not_change_the_last_digit():
    means = {
        float(weighted_means([0, 0, 0], [0, 1, 2], [[mark] for mark in order], [1])[0])
        for order in permutations([0.1, 0.2, 0.3])
    }

    assert len(means) == 1


def test_without_reviews_there_are_no_means():
    assert np.isnan(weighted_means([], [], [], [1, 1], entry_count=2)).all()


@settings(deadline=None)  # a busy machine is no fault
@given(
    marks=arrays(float, (12, 3), elements=st.integers(1, 10)),
    shift=st.integers(-5, 5),
    factor=st.integers(1, 7),
)
def test_means_move_with_the_scale_and_ignore_the_weights_size(marks, shift, factor):
    entries, judges, weights = np.arange(12) % 4, np.arange(12) // 4, np.array([3, 2, 1])
    means = weighted_means(entries, judges, marks, weights)

    assert np.allclose(weighted_means(entries, judges, marks + shift, weights), means + shift)
    assert np.allclose(weighted_means(entries, judges, marks, weights * factor), means)
    assert (means >= marks.min() - 1e-9).all()
    assert (means <= marks.max() + 1e-9).all()
