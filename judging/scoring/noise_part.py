"""Of the sampler: each judge's noise, and how much a single odd review counts.

e_ij ~ Student-t(nu; 0, s_j^2),  s_j^2 ~ InvGamma(ALPHA, ALPHA * s0^2),  nu in FREEDOM.
Judges who agree to the last mark would be without any noise; but marks are rounded, and no
variance is taken to be smaller than what that alone makes.
"""

import numpy as np

from judging.scoring.draws import Draws, gamma_rows, in_blocks, log, rows
from judging.scoring.numbers import Array, sums, total
from judging.scoring.reviews import Reviews

ALPHA = 4.0  # how alike the judges are taken to be in this
FREEDOM = np.array([3.0, 6.0, 12.0, 40.0])
# The logarithm of Gamma((nu + 1)/2) / (Gamma(nu/2) * sqrt(nu * pi)), in figures that no
# mathematical library has a say in.
CONSTANT = np.array(
    [-1.0008888496235095, -0.9604182557515988, -0.9397479507436077, -0.9251878826503654]
)


class NoisePart:
    def __init__(self, reviews: Reviews, least: float, seed: int) -> None:
        self.least = least
        self.judges, self.count = reviews.judges, reviews.judge_count
        size = len(reviews)
        self.weight, self.variance = np.ones(size), np.full(self.count, 0.5)
        self.away = np.zeros(size)
        self.typical, self.freedom = 0.5, 1
        self.weights = [
            gamma_rows(Draws(seed, 20 + place), np.full(size, 0.5 * (nu + 1.0)))
            for place, nu in enumerate(FREEDOM)
        ]
        self.variances = gamma_rows(
            Draws(seed, 8), np.asarray(ALPHA + 0.5 * reviews.per_judge, np.float64)
        )
        self.typicals = gamma_rows(Draws(seed, 9), np.array([ALPHA * self.count + 1.0]))
        self.choices = rows(Draws(seed, 10).exponentials, len(FREEDOM))

    def draw(self, away: Array, slowly: bool) -> None:
        """From how far each review is away from what was expected."""
        self.away = away
        square = away * away
        ratio = square / self.variance[self.judges]
        if slowly:
            self.draw_freedom(ratio)
        nu = FREEDOM[self.freedom]
        self.weight = next(self.weights[self.freedom]) * 2.0 / (nu + ratio)
        half = 0.5 * sums(self.judges, self.weight * square, self.count)
        drawn = (ALPHA * self.typical + half) / next(self.variances)
        self.variance = np.maximum(drawn, self.least)
        sharpness = total(1.0 / self.variance)
        self.typical = next(self.typicals)[0] / (ALPHA * sharpness + 1.0)

    def draw_freedom(self, ratio: Array) -> None:
        size = len(ratio)
        logs = in_blocks(log, (1.0 + ratio / FREEDOM[:, None]).ravel())
        tails = np.array([total(part) for part in logs.reshape(len(FREEDOM), size)])
        score = size * CONSTANT - 0.5 * (FREEDOM + 1.0) * tails
        # The largest of the scores, each plus a Gumbel draw, is a draw by their probabilities.
        self.freedom = int(np.argmax(score - log(next(self.choices))))
