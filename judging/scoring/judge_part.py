"""Of the sampler: each judge's level (severity) and slope (use of the scale).

m_j ~ N(mu, vb) and on the scale,  vb ~ InvGamma(1, 0.3),  a_j ~ N(1, 0.3^2) and positive.
A judge who gives nothing but the highest mark says "at least" all along: without the scale's ends
nothing would hold their level.
"""

import math

import numpy as np

from judging.scoring.draws import Draws, gamma_rows, rows, truncated
from judging.scoring.numbers import Array, Bools, total

SLOPE_VARIANCE = 0.09
LEAST_SLOPE = 0.05
LEVEL_SHAPE, LEVEL_RATE = 1.0, 0.3


class JudgePart:
    def __init__(self, count: int, lowest: float, highest: float, seed: int) -> None:
        self.count = count
        self.lowest, self.highest = lowest, highest
        self.level = np.zeros(count)
        self.slope = np.ones(count)
        self.mean_level, self.level_variance = 0.0, 0.2
        self.normals = rows(Draws(seed, 0).normals, count + 1)
        self.uniforms = rows(Draws(seed, 1).uniforms, count)
        self.exponentials = rows(Draws(seed, 2).exponentials, count)
        self.gammas = gamma_rows(Draws(seed, 3), np.array([LEVEL_SHAPE + 0.5 * count]))

    def draw(self, p0: Array, p1: Array, p2: Array, r0: Array, r1: Array) -> None:
        """Slope without regard to level, then level, from each judge's weighted sums.

        ``p0``, ``p1``, ``p2``: of 1, theta and its square; ``r0``, ``r1``: of t and theta * t.
        """
        p0 = p0 + 1.0 / self.level_variance
        r0 = r0 + self.mean_level / self.level_variance
        variance = 1.0 / (p2 + 1.0 / SLOPE_VARIANCE - p1 * p1 / p0)
        mean = variance * (r1 + 1.0 / SLOPE_VARIANCE - p1 * r0 / p0)
        spread = np.sqrt(variance)
        held, bound = (self.slope - mean) / spread, (LEAST_SLOPE - mean) / spread
        z = truncated(held, bound, next(self.exponentials), next(self.uniforms))
        slope = mean + spread * z
        self.normal = next(self.normals)
        level = (r0 - p1 * slope) / p0 + self.normal[1:] / np.sqrt(p0)
        taken = self.is_on_scale(level)
        self.slope = np.where(taken, slope, self.slope)
        self.level = np.where(taken, level, self.level)

    def is_on_scale(self, level: Array) -> Bools:
        """Where a level may be; a draw beyond is refused, and the judge stays where they are."""
        return (level >= self.lowest) & (level <= self.highest)

    def draw_spread(self) -> None:
        mean = total(self.level) / self.count
        self.mean_level = mean + math.sqrt(self.level_variance / self.count) * self.normal[0]
        away = self.level - self.mean_level
        self.level_variance = (LEVEL_RATE + 0.5 * total(away * away)) / next(self.gammas)[0]
