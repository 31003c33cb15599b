from dataclasses import replace

import numpy as np
import pytest

from judging.scoring.calibrate import Settled, calibrate
from judging.scoring.ladder import Step
from judging.scoring.standings import standings
from tests.judging.scoring.juries import WEIGHTS, jury

SCALE = {"lowest": 1, "highest": 10}


def full(marks):
    """Entries, judges, marks where every judge (row) sees every entry (column)."""
    table = np.array(marks, float)
    judges, entries = table.shape
    return (
        np.tile(np.arange(entries), judges),
        np.repeat(np.arange(judges), entries),
        (table.reshape(-1, 1)),
    )


def test_the_official_number_ranks_and_the_other_stands_beside_it():
    marks = jury(severity=2.0)[:3]
    plain = standings(*marks, WEIGHTS, **SCALE, official="plain")
    calibrated = standings(*marks, WEIGHTS, **SCALE)

    assert all(line.rank == line.plain_rank and line.points == line.plain for line in plain.lines)
    assert all(
        line.rank == line.calibrated_rank and line.points == line.calibrated
        for line in calibrated.lines
    )
    points = [round(line.points, 2) for line in plain.lines]
    assert points == sorted(points, reverse=True)
    assert {line.entry: line.best for line in plain.lines} == {
        line.entry: line.best for line in calibrated.lines
    }
    assert sum(line.best for line in plain.lines) == pytest.approx(1)


def test_equal_entries_share_a_rank_and_the_next_is_skipped():
    marks = full([[9, 7, 7, 5], [9, 7, 7, 5], [9, 7, 7, 5]])
    found = standings(*marks, [1], **SCALE, official="plain")

    assert [(line.entry, line.rank) for line in found.lines] == [(0, 1), (1, 2), (2, 2), (3, 4)]


def test_the_ladder_settles_a_tie_and_leaves_its_trace():
    entries, judges, _ = full([[0] * 3] * 3)
    marks = np.array([[6, 8], [8, 6], [5, 5]] * 3)
    found = standings(
        entries, judges, marks, [1, 1], **SCALE, official="plain", ladder=[Step("criterion", 1)]
    )

    assert [(line.entry, line.rank) for line in found.lines] == [(0, 1), (1, 2), (2, 3)]
    assert found.settlements[0][0].order == ((0,), (1,))


def test_each_challenge_is_ranked_for_itself():
    entries, judges, marks, *_ = jury(20, 6, 4)
    challenges = np.arange(20) % 3
    found = standings(entries, judges, marks, WEIGHTS, **SCALE, challenges=challenges)

    for challenge in range(3):
        own = found.of(challenge)
        ranks = [line.rank for line in own]
        assert ranks == [1 + sum(other < rank for other in ranks) for rank in ranks]
        assert {line.entry for line in own} == set(np.flatnonzero(challenges == challenge))
        assert sum(line.best for line in own) == pytest.approx(1)
        assert found.winners(challenge) == [own[0].entry]


def test_where_calibration_may_not_be_used_only_the_plain_mean_is_there():
    found = standings([0, 1, 2], [0, 0, 0], [[3], [5], [9]], [1], **SCALE)

    assert [(line.entry, line.rank, line.points) for line in found.lines] == [
        (2, 1, 9.0),
        (1, 2, 5.0),
        (0, 3, 3.0),
    ]
    assert {(line.calibrated, line.best, line.low, line.contender) for line in found.lines} == {
        (None, None, None, None)
    }
    assert not found.numbers_disagree(0)


def test_where_the_numbers_name_different_winners_it_is_said():
    """Entry 0 was seen by the mild judges only, entry 1 by the strict ones only."""
    strict = [[4, 6, 5, 5, 3], [4, 5, 6, 4, 3], [3, 6, 5, 4, 2], [4, 6, 6, 5, 3]]
    mild = [[8, 9, 9, 8, 7], [8, 10, 9, 9, 7], [8, 9, 9, 8, 7], [7, 9, 9, 8, 6]]
    entries, judges, marks = full(strict + mild)
    kept = ~((entries == 0) & (judges < 4)) & ~((entries == 1) & (judges > 3))
    found = standings(entries[kept], judges[kept], marks[kept], [1], **SCALE)

    assert found.verdicts[0].usable
    ranks = {line.entry: (line.plain_rank, line.calibrated_rank) for line in found.lines}
    assert ranks[0][0] < ranks[1][0]
    assert ranks[0][1] > ranks[1][1]
    assert found.numbers_disagree(0)


def test_an_unreviewed_entry_has_no_rank_and_stands_last():
    entries, judges, marks, *_ = jury()
    found = standings(entries, judges, marks, WEIGHTS, **SCALE, entry_count=13)

    assert found.verdicts[0].code == "not_reviewed"
    assert found.verdicts[0].parameters == {"entries": [12]}
    assert (found.lines[-1].entry, found.lines[-1].rank) == (12, None)


@pytest.mark.parametrize(
    ("marks", "code", "parameters"),
    [
        (full([[1, 2]] * 3), "too_few_reviews", {"reviews": 6, "needed": 8}),
        (full([[1, 2, 3, 4, 5]] * 2), "too_few_judges", {"judges": 2, "needed": 3}),
    ],
)
def test_too_little_to_go_by_is_refused(marks, code, parameters):
    found = standings(*marks, [1], **SCALE).verdicts[0]

    assert (found.code, found.parameters) == (code, parameters)


def two_juries():
    entries, judges, marks = full([[3, 5, 8, 6]] * 3)
    return (
        np.append(entries, entries + 4),
        np.append(judges, judges + 3),
        np.vstack([marks, marks + 1]),
    )


def test_two_juries_without_a_common_judge_cannot_be_compared():
    found = standings(*two_juries(), [1], **SCALE).verdicts[0]

    assert found.code == "not_connected"
    assert found.parameters == {"groups": [[0, 1, 2, 3], [4, 5, 6, 7]]}


def test_two_juries_for_a_challenge_each_need_no_common_judge():
    found = standings(*two_juries(), [1], **SCALE, challenges=[0] * 4 + [1] * 4)

    assert [verdict.usable for verdict in found.verdicts.values()] == [True, True]


def test_a_jury_without_a_second_judge_s_view_is_refused_for_its_challenge_alone():
    entries, judges, marks = two_juries()
    kept = judges < 5
    found = standings(
        entries[kept], judges[kept], marks[kept], [1], **SCALE, challenges=[0] * 4 + [1] * 4
    )

    assert [verdict.code for verdict in found.verdicts.values()] == ["usable", "too_few_judges"]


@pytest.mark.parametrize("unsettled", [Settled(0.97, True), Settled(1.0, False)])
def test_a_calculation_that_did_not_settle_is_refused_for_its_challenge_alone(unsettled):
    marks, challenges = jury()[:3], [0, 1] * 6
    calibration = calibrate(*marks, WEIGHTS, **SCALE, challenges=challenges)
    calibration = replace(calibration, settled={0: unsettled, 1: Settled(1.0, True)})
    found = standings(*marks, WEIGHTS, **SCALE, challenges=challenges, calibration=calibration)

    assert found.verdicts[0].code == "not_converged"
    assert found.verdicts[0].parameters["agreement"] == unsettled.agreement
    assert found.of(0)[0].points == found.of(0)[0].plain
    assert found.verdicts[1].usable


def test_an_official_number_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="official"):
        standings([0], [0], [[1]], [1], **SCALE, official="luck")


def test_verdicts_stand_in_the_order_of_the_challenges():
    marks = jury()[:3]
    found = standings(*marks, WEIGHTS, **SCALE, challenges=[7, 2] * 6)

    assert list(found.verdicts) == [2, 7]
