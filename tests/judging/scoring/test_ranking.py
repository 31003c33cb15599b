from decimal import Decimal
from fractions import Fraction

from judging.scoring.ranking import Mark, ranking, weighted_mean


def test_equal_points_share_a_rank_and_the_next_is_skipped():
    marks = [
        Mark(1, entry, Fraction(value)) for entry, value in {10: 9, 20: 7, 30: 7, 40: 5}.items()
    ]

    assert [(line.entry, line.rank) for line in ranking(marks)] == [
        (10, 1), (20, 2), (30, 2), (40, 4),
    ]  # fmt: skip


def test_a_criterion_counts_by_its_weight():
    assert weighted_mean({1: 10, 2: 4}, weights={1: 2, 2: 1}) == 8


def test_a_tie_on_the_page_is_a_tie_in_the_ranking():
    near = [Mark(1, 10, Fraction(700001, 100000)), Mark(1, 20, Fraction(700002, 100000))]

    assert {(line.rank, line.points) for line in ranking(near)} == {(1, Decimal("7.000"))}


def test_the_order_in_which_marks_arrive_changes_nothing():
    marks = [
        Mark(j, e, Fraction(v, 3)) for j, e, v in [(1, 1, 7), (2, 1, 8), (1, 2, 4), (2, 2, 11)]
    ]

    assert ranking(marks) == ranking(reversed(marks))
