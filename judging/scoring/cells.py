"""Marks that say less than they seem to: at an end of the scale, or not given at all.

A mark at the top says "at least this much", one at the bottom "at most". Each is drawn anew in
every sweep from what the model expects of it, together with the marks that are missing.
"""

import numpy as np

from judging.scoring.draws import Draws, gamma_rows, rows, truncated
from judging.scoring.numbers import Array, total, weighted
from judging.scoring.reviews import Reviews

LEAST_SHARE = 0.05  # of a review's variance that its criteria have in common, at least
LEAST_ROUNDING = 1e-4  # variance of a review's total, in units of the totals' spread


class Cells:
    """The marks in units of the totals' spread, and each review's total of them.

    mark_c = offset_c + expected + h + eps_c, with h common to the review's criteria.
    """

    def __init__(self, reviews: Reviews, lowest: float, highest: float, seed: int) -> None:
        self.weights = reviews.weights
        self.width = len(reviews.weights)
        self.square = total(self.weights * self.weights)
        start = filled_in(reviews)
        totals = weighted(start, self.weights)
        self.level = total(totals) / len(totals)
        away = totals - self.level
        spread = float(np.sqrt(total(away * away) / len(totals)))
        self.unit = max(spread, 0.05 * (highest - lowest))
        self.values = (start - self.level) / self.unit
        self.totals = weighted(self.values, self.weights)
        self.offsets = np.zeros(self.width)
        self.centre_offsets()
        self.within = 0.3  # variance of eps
        self.find_uncertain(reviews, lowest, highest)
        shape = 1.0 + 0.5 * len(reviews) * (self.width - 1)
        self.gammas = gamma_rows(Draws(seed, 14), np.array([shape]))
        self.normals = rows(Draws(seed, 11).normals, len(self.touched))
        self.uniforms = rows(Draws(seed, 12).uniforms, len(self.row))
        self.exponentials = rows(Draws(seed, 13).exponentials, len(self.row))

    def find_uncertain(self, reviews: Reviews, lowest: float, highest: float) -> None:
        half = half_step(reviews, lowest, highest)
        # A mark stands for all that lies half a step around it: (2 half)^2 / 12.
        spread = half / self.unit
        self.rounding = max(spread * spread / 3.0 * self.square, LEAST_ROUNDING)
        top = reviews.present & (reviews.marks >= highest)
        bottom = reviews.present & (reviews.marks <= lowest)
        uncertain = top | bottom | ~reviews.present
        self.row, self.column = np.nonzero(uncertain)
        self.touched, self.place = np.unique(self.row, return_inverse=True)
        # Turned so that every bound is a lower one.
        self.sign = np.where(bottom, -1.0, 1.0)[uncertain]
        bound = np.where(top, highest - half, np.where(bottom, lowest + half, -np.inf))
        self.bound = self.sign * ((bound[uncertain] - self.level) / self.unit)

    def draw(self, expected: Array, variance: Array) -> None:
        """New values for the uncertain marks, given each review's expected total and variance."""
        if not len(self.row):
            return
        base, spread = self.centre(expected[self.touched], variance[self.touched])
        centre = self.sign * (base[self.place] + self.offsets[self.column])
        held = self.sign * self.values[self.row, self.column]
        z = truncated(
            (held - centre) / spread,
            (self.bound - centre) / spread,
            next(self.exponentials),
            next(self.uniforms),
        )
        self.values[self.row, self.column] = self.sign * (centre + spread * z)
        self.totals[self.touched] = weighted(self.values[self.touched], self.weights)

    def centre(self, expected: Array, variance: Array) -> tuple[Array, Array | float]:
        """For each touched review where its marks lie about, and how far they spread."""
        if self.width == 1:
            return expected, np.sqrt(variance)[self.place]
        shared = np.maximum(variance - self.within * self.square, LEAST_SHARE * variance)
        away = weighted(self.values[self.touched] - self.offsets, np.ones(self.width))
        away -= self.width * expected
        sharpness = 1.0 / shared + self.width / self.within
        h = away / self.within / sharpness + next(self.normals) / np.sqrt(sharpness)
        return expected + h, float(np.sqrt(self.within))

    def draw_within(self) -> None:
        """How much the criteria of one review differ, and each criterion's own level."""
        if self.width == 1 or not len(self.row):
            return
        away = self.values - self.offsets
        away -= (weighted(away, np.ones(self.width)) / self.width)[:, None]
        rate = 0.3 + 0.5 * total((away * away).ravel())
        self.within = rate / float(next(self.gammas)[0])
        self.centre_offsets()

    def centre_offsets(self) -> None:
        level = np.array([total(self.values[:, c]) for c in range(self.width)]) / len(self.values)
        self.offsets = level - total(level * self.weights)


def filled_in(reviews: Reviews) -> Array:
    """The marks, a missing one put where the review's others let expect it."""
    present = reviews.present
    columns = range(len(reviews.weights))
    given = np.where(present, reviews.marks, 0.0)
    seen = [max(int(present[:, c].sum()), 1) for c in columns]
    means = np.array([total(given[:, c]) / seen[c] for c in columns])
    shares = weighted(present * reviews.weights, np.ones(len(columns)))
    away = weighted(np.where(present, given - means, 0.0), reviews.weights) / shares
    return np.where(present, reviews.marks, means + away[:, None])


def half_step(reviews: Reviews, lowest: float, highest: float) -> float:
    """Half of the scale's step: half a point, or less where finer marks were given."""
    marks = np.unique(reviews.marks[reviews.present])
    gaps = np.diff(np.unique(np.concatenate([marks, [lowest, highest]])))
    return min(1.0, float(gaps.min())) / 2.0
