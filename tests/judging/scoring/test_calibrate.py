import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.calibrate import agreement, calibrate, leaders_agree
from judging.scoring.reviews import weighted_means
from tests.judging.scoring.juries import WEIGHTS, jury

ROOT = Path(__file__).parents[3]
SCALE = {"lowest": 1, "highest": 10}
# On every supported Python, numpy, processor and number of threads.
MARKS_OF_TWELVE = "9ffc22b316267da91fe91716882d9fcb26627c636190d66521cf24cd3d7f626a"
DIGEST = """
import hashlib
from judging.scoring.calibrate import calibrate
from tests.judging.scoring.juries import WEIGHTS, jury
found = calibrate(*jury()[:3], WEIGHTS, lowest=1, highest=10)
parts = (found.draws, found.severity, found.slope, found.noise, found.residual)
print(hashlib.sha256(b"".join(part.astype("<f8").tobytes() for part in parts)).hexdigest())
"""


def digest(**environment):
    """What another process finds for the same jury."""
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    run = [sys.executable, "-c", DIGEST]
    return subprocess.run(
        run, env=env, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_same_marks_give_the_same_digits_whatever_the_threads_and_the_processor():
    one = digest(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    many = digest(OMP_NUM_THREADS="4", OPENBLAS_NUM_THREADS="4")
    plain = digest(NPY_DISABLE_CPU_FEATURES="AVX2 FMA3 AVX512F AVX512_SKX")

    assert one == many == plain == MARKS_OF_TWELVE


def test_shapes_and_names_are_as_agreed():
    entries, judges, marks, *_ = jury()
    found = calibrate(entries, judges, marks, WEIGHTS, **SCALE)

    assert found.quality.shape == (12,)
    assert found.draws.shape[1:] == (12,)
    assert all(
        part.shape == (5,) for part in (found.severity, found.severity_sd, found.slope, found.noise)
    )
    assert found.residual.shape == entries.shape
    assert found.batches.shape[1:] == (12,)
    assert np.abs(found.quality - found.draws.mean(axis=0)).max() < 0.1
    with pytest.raises(AttributeError):
        found.quality = 0


def test_severity_and_quality_are_found_where_judges_saw_different_entries():
    entries, judges, marks, quality, kind = jury(60, 10, 5, severity=1.5)
    found = calibrate(entries, judges, marks, WEIGHTS, **SCALE)
    means = weighted_means(entries, judges, marks, WEIGHTS)

    assert np.corrcoef(found.severity, kind)[0, 1] < -0.95
    assert np.corrcoef(found.quality, quality)[0, 1] > np.corrcoef(means, quality)[0, 1]


def test_a_strict_judge_s_entries_are_not_punished_for_it():
    """Two entries of equal quality; one was seen by the strict judge, the other by the mild."""
    entries = np.array([0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 2, 3, 4, 5, 0, 1])
    judges = np.array([0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
    marks = np.array([4, 8, 3, 4, 2, 5, 7, 8, 6, 9, 5, 6, 4, 7, 6, 6.0])[:, None]
    found = calibrate(entries, judges, marks, [1], **SCALE)
    means = weighted_means(entries, judges, marks, [1])

    assert means[1] - means[0] == 2
    assert abs(found.quality[1] - found.quality[0]) < 0.5
    assert found.severity[1] < -1.0 < 1.0 < found.severity[0]


def test_the_order_of_the_criteria_and_the_size_of_weights_change_nothing_that_matters():
    entries, judges, marks, *_ = jury()
    found = calibrate(entries, judges, marks, WEIGHTS, **SCALE).quality
    turned = calibrate(entries, judges, marks[:, ::-1], WEIGHTS[::-1], **SCALE).quality
    scaled = calibrate(entries, judges, marks, np.array(WEIGHTS) * 8, **SCALE).quality

    assert np.abs(turned - found).max() < 0.15
    assert np.allclose(scaled, found, atol=1e-6)


def test_a_scale_moved_by_a_point_moves_the_qualities_by_a_point():
    entries, judges, marks, *_ = jury()
    found = calibrate(entries, judges, marks, WEIGHTS, **SCALE)
    moved = calibrate(entries, judges, marks + 1, WEIGHTS, lowest=2, highest=11)
    doubled = calibrate(entries, judges, marks * 2, WEIGHTS, lowest=2, highest=20)

    assert np.allclose(moved.quality, found.quality + 1)
    assert np.abs(doubled.quality - 2 * found.quality).max() < 0.4


def test_an_empty_review_changes_nothing_and_has_no_residual():
    entries, judges, marks, *_ = jury()
    found = calibrate(entries, judges, marks, WEIGHTS, **SCALE)
    with_empty = calibrate(
        np.append(entries, 3),
        np.append(judges, 2),
        np.vstack([marks, [np.nan] * 4]),
        WEIGHTS,
        **SCALE,
    )

    assert (with_empty.draws == found.draws).all()
    assert np.isnan(with_empty.residual[-1])


def test_missing_marks_are_taken_up_without_harm():
    entries, judges, marks, quality, _ = jury(30, 6, 4)
    holes = np.random.default_rng(2).random(marks.shape) < 0.15
    holes[holes.all(axis=1)] = False
    found = calibrate(entries, judges, np.where(holes, np.nan, marks), WEIGHTS, **SCALE)

    assert np.corrcoef(found.quality, quality)[0, 1] > 0.85


def test_a_full_ten_says_at_least_so_the_better_entry_stays_ahead():
    """Both have tens from one judge; the other judges still see a difference."""
    entries = np.tile(np.arange(6), 4)
    judges = np.repeat(np.arange(4), 6)
    marks = np.array([10, 10, 10, 9, 8, 7] * 2 + [9, 8, 7, 6, 5, 4] * 2, float)[:, None]
    found = calibrate(entries, judges, marks, [1], **SCALE)

    assert (np.diff(found.quality) < 0).all()
    assert found.quality[0] - found.quality[1] > 0.2


@pytest.mark.parametrize("value", [1, 10])
def test_marks_that_are_all_alike_say_nothing_and_break_nothing(value):
    entries, judges = np.repeat(np.arange(6), 3), np.tile(np.arange(3), 6)
    found = calibrate(entries, judges, np.full((18, 4), float(value)), WEIGHTS, **SCALE)

    assert np.isfinite(found.draws).all()
    assert np.ptp(found.quality) < 0.5


def test_one_judge_and_a_graph_in_two_parts_are_computed_without_failing():
    alone = calibrate([0, 1, 2], [0, 0, 0], [[3], [5], [9]], [1], **SCALE)
    parts = calibrate([0, 1, 2, 3], [0, 0, 1, 1], [[3], [5], [9], [2]], [1], **SCALE)

    assert np.isfinite(alone.draws).all()
    assert np.isfinite(parts.draws).all()


def test_without_a_review_nothing_is_known():
    found = calibrate([], [], [], [1], **SCALE, entry_count=2, judge_count=3)

    assert np.isnan(found.quality).all()
    assert not found.converged


def test_entries_and_judges_without_reviews_do_not_move_the_others():
    entries, judges, marks, *_ = jury()
    found = calibrate(entries, judges, marks, WEIGHTS, **SCALE)
    more = calibrate(entries, judges, marks, WEIGHTS, **SCALE, entry_count=13, judge_count=7)

    assert (more.quality[:12] == found.quality).all()
    assert (more.severity[5:] == 0.0).all()
    assert more.draws[:, 12].std() > more.draws[:, :12].std(axis=0).max()


@pytest.mark.parametrize(("lowest", "highest"), [(1, 5), (5, 1), (3, 10), (1, float("nan"))])
def test_marks_off_the_scale_and_scales_without_sense_are_refused(lowest, highest):
    with pytest.raises(ValueError, match=r"lowest must be below|every mark must be from"):
        calibrate([0, 1], [0, 0], [[2], [6]], [1], lowest=lowest, highest=highest)


def test_an_odd_review_stands_out_by_its_residual():
    entries, judges, marks, *_ = jury(30, 6, 5)
    friend = int(np.argmin(marks.sum(axis=1)))
    marks[friend] = 10

    residual = calibrate(entries, judges, marks, WEIGHTS, **SCALE).residual
    assert int(np.argmax(residual)) == friend


def test_other_seeds_differ_by_chance_alone():
    entries, judges, marks, *_ = jury()
    one, other = (calibrate(entries, judges, marks, WEIGHTS, **SCALE, seed=s) for s in (1, 2))

    assert (one.draws != other.draws).any()
    assert np.abs(one.quality - other.quality).max() < 0.15


def test_halves_that_disagree_are_told():
    far = np.arange(20.0)
    sure = np.tile(far, (2, 1))

    assert agreement(far, far, sure) == 1
    assert agreement(far, far[::-1] + 0.01, sure) < 0


def test_entries_that_the_marks_leave_open_may_change_places_between_the_halves():
    level = np.array([5.0, 5.01, 5.02])
    open_to_luck = np.random.default_rng(1).normal(5.0, 0.5, (400, 3))

    assert agreement(level, level[::-1], open_to_luck) > 0.99
    assert agreement(level, level[::-1], np.tile(level, (400, 1))) < 0


def test_a_leader_who_changes_counts_unless_the_two_are_as_good_as_level():
    draws = np.random.default_rng(1).normal(size=(400, 2))

    assert leaders_agree(np.array([1.0, 2.0]), np.array([0.0, 9.0]), draws)
    assert leaders_agree(np.array([2.0, 2.1]), np.array([2.1, 2.0]), draws)
    assert not leaders_agree(np.array([2.0, 1.8]), np.array([1.8, 2.0]), draws)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_whatever_the_marks_every_answer_is_a_number(data):
    size = data.draw(st.integers(1, 25))
    entries = data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    judges = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    mark = st.sampled_from([1, 2, 5, 9.5, 10, float("nan")])
    row = st.lists(mark, min_size=2, max_size=2)
    marks = data.draw(st.lists(row, min_size=size, max_size=size))

    found = calibrate(entries, judges, marks, [1, 2], **SCALE, sweeps=60)
    if not np.isnan(marks).all():
        assert np.isfinite(found.draws).all()
        assert np.isfinite(found.severity).all()
        assert (found.slope > 0).all()
        assert (found.noise > 0).all()
    empty = np.isnan(marks).all(axis=1)
    assert (np.isnan(found.residual) == empty).all()
