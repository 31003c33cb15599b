import hashlib

import numpy as np
import pytest
from scipy import special, stats

from judging.scoring.draws import Draws, log, normal_quantile, rows, truncated


def test_the_logarithm_is_right_to_the_last_digits():
    values = np.concatenate([10.0 ** np.linspace(-300, 300, 5_000), np.linspace(0.5, 2, 5_000)])

    assert np.allclose(log(values), np.log(values), rtol=1e-15, atol=1e-15)


def test_the_normal_quantile_is_right_in_the_middle_and_far_out():
    shares = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 10_001), 10.0 ** np.linspace(-300, -1)])

    assert np.allclose(normal_quantile(shares), special.ndtri(shares), rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(
    ("drawn", "law"),
    [
        (lambda draws: draws.uniforms(40_000), stats.uniform()),
        (lambda draws: draws.normals(40_000), stats.norm()),
        (lambda draws: draws.exponentials(40_000), stats.expon()),
        (lambda draws: draws.gammas(np.full(40_000, 1.0)), stats.gamma(1.0)),
        (lambda draws: draws.gammas(np.full(40_000, 3.5)), stats.gamma(3.5)),
        (lambda draws: draws.gammas(np.full(40_000, 500.0)), stats.gamma(500.0)),
    ],
)
def test_draws_follow_their_law(drawn, law):
    assert stats.kstest(drawn(Draws(5)), law.cdf).pvalue > 0.001


@pytest.mark.parametrize("bound", [-np.inf, -1.0, 0.5, 4.0])
def test_steps_above_a_bound_settle_to_the_normal_above_it(bound):
    draws, size = Draws(6), 20_000
    z = np.full(size, max(bound, 0.0))
    for _ in range(60):
        z = truncated(z, np.full(size, bound), draws.exponentials(size), draws.uniforms(size))

    law = stats.truncnorm(bound, np.inf)
    assert z.min() >= bound
    assert stats.kstest(z, law.cdf).pvalue > 0.001


def test_streams_of_one_seed_are_kept_apart_and_repeat():
    first, again, other = Draws(1, 0), Draws(1, 0), Draws(1, 1)

    assert (first.uniforms(10) == again.uniforms(10)).all()
    assert (Draws(1, 0).uniforms(10) != other.uniforms(10)).all()


def test_rows_come_out_the_same_however_many_are_made_at_a_time():
    together = Draws(2).normals(600).reshape(200, 3)
    stream = rows(Draws(2).normals, 3)

    assert (np.array([next(stream) for _ in range(200)]) == together).all()


def test_draws_are_the_same_on_every_machine():
    draws = Draws(2026)
    drawn = [
        draws.uniforms(1_000),
        draws.normals(1_000),
        draws.exponentials(1_000),
        draws.gammas(np.linspace(1, 40, 1_000)),
    ]

    digest = hashlib.sha256(np.concatenate(drawn).astype("<f8").tobytes()).hexdigest()
    assert digest == "157c262b1ead0a33a0e722cb416f86336e9b2d80bc5347e06abd847ca80661f6"
