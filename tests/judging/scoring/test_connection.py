import numpy as np
import pytest

from judging.scoring.connection import components, second_eigenvalue


def test_groups_without_a_common_judge_are_told_apart():
    count, of_entry, of_judge = components(np.array([0, 1, 2]), np.array([0, 0, 1]), 3, 2)

    assert count == 2
    assert of_entry.tolist() == [0, 0, 1]
    assert of_judge.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("entries", "judges", "expected"),
    [
        ([0, 0, 1, 1], [0, 1, 0, 1], 1.0),  # everyone sees everything
        ([0, 1], [0, 1], 0.0),  # two groups
        ([0, 0, 1], [0, 1, 1], 0.75),  # a chain of two judges, by hand: 1 - 1/4
        ([0, 1], [0, 0], 0.0),  # one judge
        ([], [], 0.0),
    ],
)
def test_the_second_eigenvalue_tells_how_well_judges_are_tied(entries, judges, expected):
    assert second_eigenvalue(entries, judges, 2) == expected
