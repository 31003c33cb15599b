"""The calibrated model's Gibbs sampler: every sweep draws each unknown given all others.

One review by judge j of entry i has the weighted total

    t_ij = m_j + a_j * theta_i + e_ij

with m_j and a_j the judge's (``judge_part``), theta_i the entry's (``quality_part``), e_ij noise
(``noise_part``) and t_ij itself partly unknown (``cells``). Everything is in units of the totals'
standard deviation. Why each part is there is in docs/judging-method.md.
"""

import math

import numpy as np

from judging.scoring.cells import Cells
from judging.scoring.draws import Draws, rows
from judging.scoring.judge_part import JudgePart
from judging.scoring.noise_part import NoisePart
from judging.scoring.numbers import Array, sums, total
from judging.scoring.quality_part import QualityPart
from judging.scoring.reviews import Reviews

EVERY = 5  # sweeps between two draws of what changes slowly


class Sampler:
    def __init__(self, reviews: Reviews, lowest: float, highest: float, seed: int) -> None:
        self.reviews = reviews
        self.cells = Cells(reviews, lowest, highest, seed)
        means = sums(reviews.entries, self.cells.totals, reviews.entry_count)
        means /= np.maximum(reviews.per_entry, 1)
        self.qualities = QualityPart(0.6 * means, seed)
        low, high = ((end - self.cells.level) / self.cells.unit for end in (lowest, highest))
        self.judges = JudgePart(reviews.judge_count, low, high, seed)
        self.noise = NoisePart(reviews, self.cells.rounding, seed)
        self.shifts = rows(Draws(seed, 30).normals, 1)
        self.swept = 0

    def run(self, sweeps: int) -> None:
        for _ in range(sweeps):
            self.sweep()

    def sweep(self) -> None:
        slowly = self.swept % EVERY == 0
        self.draw_judges()
        self.draw_qualities()
        self.shift()
        judges = self.reviews.judges
        expected = self.judges.level[judges]
        expected += self.judges.slope[judges] * self.qualities.value[self.reviews.entries]
        self.cells.draw(expected, self.noise.variance[judges] / self.noise.weight)
        if slowly:
            self.cells.draw_within()
        self.noise.draw(self.cells.totals - expected, slowly)
        self.judges.draw_spread()
        self.qualities.draw_shape()
        self.swept += 1

    def draw_judges(self) -> None:
        judges, count = self.reviews.judges, self.reviews.judge_count
        sharp = self.noise.weight / self.noise.variance[judges]
        value = self.qualities.value[self.reviews.entries]
        pull, totals = sharp * value, self.cells.totals
        self.judges.draw(
            sums(judges, sharp, count),
            sums(judges, pull, count),
            sums(judges, pull * value, count),
            sums(judges, sharp * totals, count),
            sums(judges, pull * totals, count),
        )

    def draw_qualities(self) -> None:
        entries, judges = self.reviews.entries, self.reviews.judges
        slope = self.judges.slope[judges]
        pull = self.noise.weight / self.noise.variance[judges] * slope
        above = self.cells.totals - self.judges.level[judges]
        count = self.reviews.entry_count
        self.qualities.draw(sums(entries, pull * slope, count), sums(entries, pull * above, count))

    def shift(self) -> None:
        """theta + c with m - a c: what no mark can tell apart is drawn in one step."""
        value, judges = self.qualities, self.judges
        away = value.value - value.expected
        lean = judges.slope / judges.level_variance
        sharp = len(away) / value.variance + total(lean * judges.slope)
        drawn = total(lean * (judges.level - judges.mean_level)) - total(away) / value.variance
        by = drawn / sharp + next(self.shifts)[0] / math.sqrt(sharp)
        level = judges.level - judges.slope * by
        if judges.is_on_scale(level).all():
            value.move(by)
            judges.level = level

    @property
    def residual(self) -> Array:
        """How far each review is from what was expected, in units of its judge's noise."""
        return self.noise.away / np.sqrt(self.noise.variance[self.reviews.judges])
