"""What is kept of a run of the sampler, sweep by sweep, and what it comes to."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from judging.scoring.draws import Draws, rows
from judging.scoring.measured import BATCHES
from judging.scoring.numbers import Array, mean_row, total
from judging.scoring.quality_part import HALF_NORMAL_MEAN
from judging.scoring.sampler import Sampler


@dataclass(frozen=True, eq=False)
class Kept:
    """In mark points, but slope and residual. The last column of ``draws`` and ``expected`` is an
    entry of which nothing is known; so are the last of the judges' values."""

    draws: Array  # (S, K + 1) what the whole jury would have given, not bound to the scale
    expected: Array  # (S, K + 1) the same before chance had its last word: less scattered
    severity: Array  # (L + 1,)
    severity_sd: Array
    slope: Array
    noise: Array
    residual: Array  # (n,)

    @property
    def batches(self) -> Array:
        """Means of successive parts of the run."""
        count = min(BATCHES, len(self.expected))
        ends = np.arange(count + 1) * len(self.expected) // count
        return np.array([mean_row(self.expected[a:b]) for a, b in pairwise(ends)])

    @property
    def halves(self) -> tuple[Array, Array]:
        middle = len(self.expected) // 2
        return mean_row(self.expected[:middle]), mean_row(self.expected[middle:])


class Record:
    """``sizes``: how many judges are of each kind that the sampler knows."""

    def __init__(self, sampler: Sampler, sizes: Array, seed: int) -> None:
        self.sampler = sampler
        self.shares = sizes / total(sizes)
        self.strangers = rows(Draws(seed, 31).normals, 2)
        self.draws: list[Array] = []
        self.expected: list[Array] = []
        self.severity: list[Array] = []
        self.unknown: list[tuple[float, float]] = []  # variance of level and of noise
        self.slope, self.noise = np.zeros(len(sizes)), np.zeros(len(sizes))
        self.residual = np.zeros(len(sampler.reviews))

    def run(self, count: int, step: int) -> None:
        """Keep ``count`` more draws, ``step`` sweeps apart."""
        for _ in range(count):
            self.sampler.run(step)
            self.keep()

    def keep(self) -> None:
        judges, noise, qualities = self.sampler.judges, self.sampler.noise, self.sampler.qualities
        level, use = total(self.shares * judges.level), total(self.shares * judges.slope)
        side, normal = next(self.strangers)
        stranger = qualities.lean * (abs(side) - HALF_NORMAL_MEAN)
        stranger += math.sqrt(qualities.variance) * normal
        self.draws.append(level + use * np.append(qualities.value, stranger))
        self.expected.append(level + use * np.append(qualities.mean, 0.0))
        self.severity.append(level - judges.level)
        self.unknown.append((judges.level_variance, noise.typical))
        self.slope += judges.slope
        self.noise += np.sqrt(noise.variance)
        self.residual += self.sampler.residual

    def result(self) -> Kept:
        unit, level, count = self.sampler.cells.unit, self.sampler.cells.level, len(self.draws)
        table = np.array(self.severity)
        severity = mean_row(table)
        away = table - severity
        spread, noise = np.sqrt(mean_row(np.array(self.unknown)))
        return Kept(
            draws=np.array(self.draws) * unit + level,
            expected=np.array(self.expected) * unit + level,
            severity=np.append(severity, 0.0) * unit,
            severity_sd=np.append(np.sqrt(mean_row(away * away)), spread) * unit,
            slope=np.append(self.slope / count, 1.0),
            noise=np.append(self.noise / count, noise) * unit,
            residual=self.residual / count,
        )
