from dataclasses import replace

import numpy as np
import pytest

from judging.scoring.assign import assign
from judging.scoring.standings import standings
from judging.scoring.waves import outlook, propose
from tests.judging.scoring.juries import WEIGHTS, jury

SCALE = {"lowest": 1, "highest": 10}


def first_wave(entries=24, judges=8, reviews=3, challenges=None):
    entry, judge, marks, *_ = jury(entries, judges, reviews, seed=6)
    seen = np.zeros((judges, entries), bool)
    seen[judge, entry] = True
    board = standings(entry, judge, marks, WEIGHTS, **SCALE, challenges=challenges)
    return board, seen


def certain(board, sure):
    """The same standings with the leader as sure as told."""
    lines = sorted(board.lines, key=lambda line: -line.best)
    rest = (1 - sure) / (len(lines) - 1)
    told = [replace(line, best=rest if place else sure) for place, line in enumerate(lines)]
    return replace(board, lines=tuple(told))


def test_further_reviews_go_to_contenders_evenly_and_never_twice_to_a_judge():
    board, seen = first_wave()
    wave = propose(board, seen, size=16, first_wave=3, target=1.1)

    assert len(wave.reviews) == len(set(wave.reviews)) == 16
    assert not any(seen[judge, entry] for judge, entry in wave.reviews)
    load = np.bincount([judge for judge, _ in wave.reviews], minlength=8)
    assert load.max() <= 3
    chances = {line.entry: line.best for line in board.lines}
    sent = [entry for judge, entry in wave.reviews if (judge, entry) not in wave.fillers]
    asked = np.mean([chances[entry] for entry in sent])
    assert asked > 2 * np.mean(list(chances.values()))


def test_the_likeliest_winner_goes_to_the_most_careful_judge_first():
    board, seen = first_wave()
    care = board.calibration.noise / board.calibration.slope
    leader = max(board.lines, key=lambda line: line.best).entry
    wave = propose(board, seen, size=1, first_wave=3, target=1.1, fillers=0)

    first = min((judge for judge in range(8)), key=lambda judge: care[judge])
    unseen = [line for line in board.lines if not seen[first, line.entry] and line.contender]
    best = max(unseen, key=lambda line: line.best).entry
    assert wave.reviews == ((first, best),)
    assert wave.races[0].leader == leader


def test_every_wave_carries_fillers_from_outside_the_race():
    board, seen = first_wave()
    wave = propose(board, seen, size=16, first_wave=3, target=1.1, fillers=2)

    assert len(wave.fillers) == 2
    assert wave.fillers <= set(wave.reviews)
    assert not {entry for _, entry in wave.fillers} & set(wave.races[0].contenders)


def test_nobody_gets_more_before_everybody_had_the_first_wave():
    board, seen = first_wave()
    need = np.full(24, 3)
    need[5] = 4
    wave = propose(board, seen, size=16, first_wave=need, target=1.1)

    assert wave.reviews == ()
    assert (wave.races[0].code, wave.races[0].waiting) == ("first_wave_open", (5,))


def test_the_race_is_over_at_the_probability_chosen_beforehand():
    board, seen = first_wave()
    over = propose(certain(board, 0.8), seen, size=8, first_wave=3, target=0.8)
    runs = propose(certain(board, 0.79), seen, size=8, first_wave=3, target=0.8)

    assert (over.reviews, over.races[0].code) == ((), "decided")
    assert (len(runs.reviews), runs.races[0].code) == (8, "open")


def test_conflicts_panels_and_limits_hold_in_every_wave():
    board, seen = first_wave()
    allowed = np.random.default_rng(1).random(seen.shape) < 0.5
    limits = np.array([0, 1, 2, 3, 0, 1, 2, 3])
    wave = propose(board, seen, size=16, first_wave=3, target=1.1, allowed=allowed, limits=limits)

    assert wave.reviews
    assert all(allowed[pair] for pair in wave.reviews)
    load = np.bincount([judge for judge, _ in wave.reviews], minlength=8)
    assert (load <= limits).all()


def test_where_everyone_has_seen_everything_nobody_is_left():
    board, seen = first_wave()
    wave = propose(board, np.ones_like(seen), size=8, first_wave=3, target=1.1)

    assert (wave.reviews, wave.races[0].code) == ((), "nobody_left")


def test_a_ranking_that_may_not_be_calibrated_sends_nobody():
    seen = np.ones((1, 3), bool)
    board = standings([0, 1, 2], [0, 0, 0], [[3], [5], [9]], [1], **SCALE)
    wave = propose(board, seen, size=4, first_wave=1)

    assert (wave.reviews, wave.races[0].code) == ((), "not_calibrated")


def test_each_challenge_runs_its_own_race():
    challenges = np.arange(24) % 2
    board, seen = first_wave(challenges=challenges)
    lines = [
        replace(line, best=float(line.rank == 1)) if line.challenge == 0 else line
        for line in board.lines
    ]
    wave = propose(
        replace(board, lines=tuple(lines)), seen, size=8, first_wave=3, target=0.99, fillers=0
    )

    assert wave.races[0].code == "decided"
    assert wave.races[1].code == "open"
    assert {challenges[entry] for _, entry in wave.reviews} == {1}


def test_the_same_seed_proposes_the_same_wave():
    board, seen = first_wave()
    one, again, other = (
        propose(board, seen, size=16, first_wave=3, target=1.1, seed=seed) for seed in (1, 1, 2)
    )

    assert one == again
    assert one.reviews != other.reviews


def test_more_reviews_of_the_contenders_promise_more_certainty():
    board, _ = first_wave()
    draws = board.calibration.draws
    now = np.bincount(draws.argmax(axis=1)).max() / len(draws)
    contenders = np.array([line.contender for line in sorted(board.lines, key=lambda x: x.entry)])
    few, many = (outlook(draws, 0.8, contenders * count) for count in (1, 20))

    assert now - 0.05 < few < many <= 1
    assert outlook(draws, 0.8, contenders * 0) == pytest.approx(now, abs=0.006)


def test_a_plan_and_its_waves_fit_together():
    plan = assign(8, 24, need=3, seed=1)
    board, _ = first_wave()
    wave = propose(board, plan.table, size=10, first_wave=3, target=1.1)

    assert not any(plan.table[pair] for pair in wave.reviews)
