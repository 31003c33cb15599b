"""No number that is not one: whatever the jury does, finite results or a refusal that says why."""

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from judging.scoring import verdict
from judging.scoring.calibrate import NotFinite, calibrate, check_finite, on_scale
from judging.scoring.standings import check_finite as check_lines
from judging.scoring.standings import standings
from tests.judging.scoring.small_worlds import HIGHEST, LOWEST, SCALE, small_worlds

quickly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
CODES = {value for name, value in vars(verdict).items() if name.isupper() and value != "usable"}


def table(rows):
    """Entries, judges and marks where every judge (row) sees every entry (column)."""
    marks = np.array(rows, float)
    judges, entries = marks.shape
    return (
        np.tile(np.arange(entries), judges),
        np.repeat(np.arange(judges), entries),
        marks.reshape(-1, 1),
    )


def is_finite(line):
    return all(value is None or np.isfinite(value) for value in asdict(line).values())


@quickly
@given(world=small_worlds())
def test_whatever_the_jury_does_results_are_finite_and_on_the_scale(world):
    found = calibrate(*world.arrays, **SCALE, **world.counts, sweeps=40)
    board = standings(*world.arrays, **SCALE, **world.counts, calibration=found)

    assert all(is_finite(line) for line in board.lines)
    assert board.verdicts[0].usable or board.verdicts[0].code in CODES
    if found.sweeps:
        assert LOWEST <= found.draws.min() <= found.draws.max() <= HIGHEST
        assert LOWEST <= found.quality.min() <= found.quality.max() <= HIGHEST
        assert np.abs(found.severity).max() <= HIGHEST - LOWEST
        assert np.isfinite([found.severity_sd, found.slope, found.noise]).all()
        assert (np.isnan(found.residual) == np.isnan(world.counted).all(axis=1)).all()
        assert (found.noise > 0).all()
        assert (found.slope > 0).all()


@pytest.mark.parametrize("mark", [LOWEST, 3, HIGHEST])
def test_where_all_marks_are_equal_there_is_nothing_to_calibrate(mark):
    found = standings(*table(np.full((4, 6), mark)), [1], **SCALE)

    assert found.verdicts[0].code == "all_equal"
    assert {line.rank for line in found.lines} == {1}
    assert {line.plain for line in found.lines} == {float(mark)}


def test_where_every_judge_gives_all_the_same_there_is_nothing_to_calibrate():
    """The means differ by who saw what, and by nothing else."""
    entries, judges, marks = table(np.repeat([[1], [3], [5], [4]], 5, axis=1))
    kept = (entries + judges) % 4 > 0
    found = standings(entries[kept], judges[kept], marks[kept], [1], **SCALE)

    assert found.verdicts[0].code == "judges_constant"


def test_a_jury_that_agrees_in_every_mark_is_calibrated_like_any_other():
    found = standings(*table([[5, 4, 3, 2, 1, 3, 4, 2]] * 4), [1], **SCALE)

    assert found.verdicts[0].usable
    assert found.calibration.noise.min() >= 0.28  # what rounding to whole points makes: 1/sqrt(12)
    assert found.winners(0) == [0]
    order = [line.entry for line in found.lines]
    assert [order.index(entry) < order.index(other) for entry, other in ((1, 2), (2, 3), (3, 4))]


def test_one_judge_who_gives_only_the_highest_mark_lifts_nobody_beyond_the_scale():
    ordinary = np.random.default_rng(2).integers(2, 6, (3, 8))
    found = calibrate(*table([*ordinary, [5] * 8]), [1], **SCALE)

    assert found.quality.max() < HIGHEST
    assert found.draws.max() <= HIGHEST
    assert found.severity.min() >= -(HIGHEST - LOWEST)
    assert found.severity.argmin() == 3  # the kindest


def test_one_judge_with_a_single_constant_moves_nobody_ahead_of_another():
    ordinary = [[5, 4, 3, 2, 1, 2], [4, 4, 2, 2, 1, 2], [5, 3, 3, 1, 1, 2]]
    found = standings(*table([*ordinary, [3] * 6]), [1], **SCALE)

    assert found.verdicts[0].usable
    assert found.winners(0) == [0]


def test_scores_near_an_end_keep_their_order_and_stay_on_the_scale():
    points = np.linspace(-50.0, 60.0, 2_000)
    shown = on_scale(points, 1, 10)

    assert (np.diff(shown) > 0).all()
    assert 1 < shown.min() < shown.max() < 10
    middle = (points > 2) & (points < 9)
    assert (shown[middle] == points[middle]).all()


def test_nothing_that_is_no_number_is_handed_on():
    marks = table([[5, 4, 3, 2], [4, 4, 2, 1], [5, 3, 3, 1]])
    found = calibrate(*marks, [1], **SCALE, sweeps=50)
    found.severity[1] = np.nan
    with pytest.raises(NotFinite, match="severity"):
        check_finite(found)
    found.severity[1] = 0.0
    found.quality[2] = np.inf
    lines = standings(*table([[3, 2, 1]] * 3), [1], **SCALE, official="plain").lines
    with pytest.raises(NotFinite, match="calibrated of entry 0"):
        check_lines([type(lines[0])(**{**asdict(lines[0]), "calibrated": float("nan")})])
