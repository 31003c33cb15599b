"""Equal marks are equal: names, numbers and order of the input decide nothing."""

from dataclasses import asdict

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from judging.scoring.calibrate import calibrate
from judging.scoring.condense import condense
from judging.scoring.ladder import Step
from judging.scoring.reviews import read
from judging.scoring.standings import standings
from tests.judging.scoring.juries import WEIGHTS, jury
from tests.judging.scoring.small_worlds import SCALE, small_worlds

LADDER = (Step("other_number"), Step("criterion", 0), Step("median"), Step("head_to_head"))
OF_ENTRIES, OF_JUDGES = ("quality",), ("severity", "severity_sd", "slope", "noise")
quickly = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def calibrated(world, sweeps=30):
    return calibrate(*world.arrays, **SCALE, **world.counts, sweeps=sweeps)


def ranked(world, calibration):
    """Each entry's line, without its number; ``official`` is the calibrated one."""
    board = standings(
        *world.arrays, **SCALE, **world.counts, ladder=LADDER, calibration=calibration
    )
    return {line.entry: {**asdict(line), "entry": None} for line in board.lines}


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


@quickly
@given(world=small_worlds(), seed=st.integers(0, 1000))
def test_renumbering_and_reordering_change_names_only(world, seed):
    chance = np.random.default_rng(seed)
    entry, judge, rows = map(
        chance.permutation, (world.entry_count, world.judge_count, len(world.entries))
    )
    other = world.renumbered(entry, judge, rows)
    before, after = calibrated(world), calibrated(other)

    assert same(after.draws[:, entry], before.draws)
    assert all(same(getattr(after, name)[entry], getattr(before, name)) for name in OF_ENTRIES)
    assert all(same(getattr(after, name)[judge], getattr(before, name)) for name in OF_JUDGES)
    assert same(after.residual, before.residual[rows])
    lines, others = ranked(world, before), ranked(other, after)
    assert all(others[int(entry[number])] == line for number, line in lines.items())


@quickly
@given(world=small_worlds(), data=st.data())
def test_a_copy_of_an_entry_has_the_same_of_everything_and_moves_nobody(world, data):
    entry = data.draw(st.integers(0, world.entry_count - 1))
    more = world.with_copy_of_entry(entry)
    before, after = calibrated(world), calibrated(more)

    assert same(after.draws[:, -1], after.draws[:, entry])
    assert same(after.draws[:, :-1], before.draws)
    assert same(after.quality, np.append(before.quality, before.quality[entry]))
    assert all(same(getattr(after, name), getattr(before, name)) for name in OF_JUDGES)
    lines = ranked(more, after)
    assert lines[world.entry_count] == lines[entry]


@quickly
@given(world=small_worlds(), data=st.data())
def test_judges_with_the_same_marks_are_the_same_judge(world, data):
    judge = data.draw(st.integers(0, world.judge_count - 1))
    found = calibrated(world.with_copy_of_judge(judge))

    assert all(getattr(found, name)[judge] == getattr(found, name)[-1] for name in OF_JUDGES)


def test_two_that_mirror_each_other_are_level():
    """Two judges opposed: nothing but their numbers tells one entry from the other."""
    found = calibrate([0, 1, 0, 1], [0, 0, 1, 1], [[2], [4], [4], [2]], [1], **SCALE, sweeps=50)

    assert found.quality[0] == found.quality[1]
    assert found.severity[0] == found.severity[1]


def test_what_differs_stays_apart():
    """In an ordinary jury nobody is like anybody."""
    reviews = read(*jury()[:3], WEIGHTS)
    found = condense(reviews)

    assert sorted(found.entry_kinds) == list(range(12))
    assert sorted(found.judge_kinds) == list(range(5))
    assert len(found.reviews) == len(reviews)


def test_identical_projects_share_rank_and_chance_in_a_ranking_of_many():
    entries, judges, marks, *_ = jury(16, 5, 3)
    twins = [np.append(entries, entries[entries < 4] + 16), np.append(judges, judges[entries < 4])]
    found = standings(
        *twins,
        np.vstack([marks, marks[entries < 4]]),
        WEIGHTS,
        lowest=1,
        highest=10,
        ladder=LADDER,
    )
    lines = {line.entry: line for line in found.lines}

    assert found.verdicts[0].usable
    for entry in range(4):
        one, other = lines[entry], lines[entry + 16]
        assert {**asdict(one), "entry": None} == {**asdict(other), "entry": None}
    assert abs(sum(line.best for line in found.lines) - 1) < 1e-9
    parted = [
        settled
        for settled in found.settlements[0]
        if any({n, n + 16} <= {e for e, _ in settled.values} for n in range(4))
    ]
    for settled in parted:
        levels = [set(level) for level in settled.order]
        assert all(not level & {n} or n + 16 in level for level in levels for n in range(4))
