"""Of the sampler: each entry's quality, and how the qualities are spread.

theta_i ~ N(d * (h_i - E h), vt) with h_i half normal: a normal spread that may lean to one side,
as it does where many entries crowd at the top. d ~ N(0, SKEW^2 vt),  vt ~ InvGamma(1, 0.3).
"""

import math

import numpy as np

from judging.scoring.draws import Draws, gamma_rows, rows, truncated
from judging.scoring.numbers import Array, total

SKEW = 3.0
HALF_NORMAL_MEAN = math.sqrt(2.0 / math.pi)
SHAPE, RATE = 1.0, 0.3
TIMES = 3  # draws of the spread's shape in a sweep: of all unknowns it is the slowest to move


class QualityPart:
    def __init__(self, start: Array, seed: int) -> None:
        count = len(start)
        self.value, self.variance = start, 0.5
        self.mean = start  # of what ``value`` was drawn from
        self.lean = 0.0
        self.side = np.full(count, HALF_NORMAL_MEAN)  # h
        self.expected = np.zeros(count)
        self.normals = rows(Draws(seed, 4).normals, count)
        self.leans = rows(Draws(seed, 15).normals, 1)
        self.uniforms = rows(Draws(seed, 5).uniforms, count)
        self.exponentials = rows(Draws(seed, 6).exponentials, count)
        self.gammas = gamma_rows(Draws(seed, 7), np.array([SHAPE + 0.5 * (count + 1)]))

    def draw(self, sharp: Array, drawn: Array) -> None:
        """From each entry's weighted sums of a^2 and of a * (t - m)."""
        sharp = sharp + 1.0 / self.variance
        drawn = drawn + self.expected / self.variance
        self.mean = drawn / sharp
        self.value = self.mean + next(self.normals) / np.sqrt(sharp)

    def move(self, by: float) -> None:
        self.value, self.mean = self.value + by, self.mean + by

    def draw_shape(self) -> None:
        for _ in range(TIMES):
            self.draw_shape_once()

    def draw_shape_once(self) -> None:
        """Which way and how far the qualities lean, each entry's side, and their spread."""
        x = self.side - HALF_NORMAL_MEAN
        sharp = total(x * x) + 1.0 / (SKEW * SKEW)
        lean = total(x * self.value) / sharp
        lean += next(self.leans)[0] * math.sqrt(self.variance / sharp)
        spread = 1.0 / math.sqrt(1.0 + lean * lean / self.variance)
        towards = lean / self.variance * spread
        mean = towards * (self.value + lean * HALF_NORMAL_MEAN)  # in units of ``spread``
        held = self.side / spread - mean
        z = truncated(held, -mean, next(self.exponentials), next(self.uniforms))
        self.side = np.maximum(spread * (mean + z), 0.0)
        self.lean, self.expected = lean, lean * (self.side - HALF_NORMAL_MEAN)
        away = self.value - self.expected
        rate = RATE + 0.5 * total(away * away) + 0.5 * lean * lean / (SKEW * SKEW)
        self.variance = rate / next(self.gammas)[0]
