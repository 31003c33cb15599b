"""The jury's marks as arrays, read once and checked: what every function here starts from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from judging.scoring.numbers import Array, Bools, Ints, sums, weighted


@dataclass(frozen=True)
class Reviews:
    """One row per review with at least one mark that counts; ``rows`` says which row of the input.

    ``weights`` add up to one. A criterion of weight zero is left out.
    """

    entries: Ints
    judges: Ints
    marks: Array
    weights: Array
    entry_count: int
    judge_count: int
    rows: Ints

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def present(self) -> Bools:
        return ~np.isnan(self.marks)

    @cached_property
    def totals(self) -> Array:
        """Each review's weighted mean over the criteria that were marked."""
        shares = self.present * self.weights
        filled = np.where(self.present, self.marks, 0.0)
        columns = np.ones(len(self.weights))
        return weighted(filled, self.weights) / weighted(shares, columns)

    @cached_property
    def per_entry(self) -> Ints:
        return np.bincount(self.entries, minlength=self.entry_count)

    @cached_property
    def per_judge(self) -> Ints:
        return np.bincount(self.judges, minlength=self.judge_count)


def read(
    entries: npt.ArrayLike,
    judges: npt.ArrayLike,
    marks: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    entry_count: int | None = None,
    judge_count: int | None = None,
) -> Reviews:
    """The reviews, or a ValueError that says what is wrong with the arrays."""
    entry, judge = numbers_from_zero(entries, "entries"), numbers_from_zero(judges, "judges")
    weight = checked_weights(weights)
    mark = checked_marks(marks, (len(entry), len(weight)))
    if len(entry) != len(judge):
        raise ValueError("entries and judges must have a number per review")
    counted = weight > 0
    weight = weight[counted] / sums(np.zeros(counted.sum(), int), weight[counted], 1)[0]
    mark = mark[:, counted]
    rows = np.flatnonzero(~np.isnan(mark).all(axis=1))
    return Reviews(
        entry[rows],
        judge[rows],
        mark[rows],
        weight,
        count(entry, entry_count, "entry_count"),
        count(judge, judge_count, "judge_count"),
        rows,
    )


def checked_weights(weights: npt.ArrayLike) -> Array:
    weight = np.asarray(weights, dtype=np.float64)
    if weight.ndim != 1 or not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError("weights must be a row of finite numbers, none below zero")
    if not (weight > 0).any():
        raise ValueError("at least one weight must be above zero")
    return weight


def checked_marks(marks: npt.ArrayLike, shape: tuple[int, int]) -> Array:
    mark = np.asarray(marks, dtype=np.float64)
    if mark.size == 0:
        mark = mark.reshape(0, shape[1])
    if mark.shape != shape:
        raise ValueError("marks must have a row per review and a column per weight")
    if np.isinf(mark).any():
        raise ValueError("a mark must be a finite number or NaN")
    return mark


def numbers_from_zero(values: npt.ArrayLike, name: str) -> Ints:
    array = np.asarray(values)
    if array.size == 0:
        return np.zeros(0, np.int64)
    if array.ndim != 1 or not np.issubdtype(array.dtype, np.integer) or (array < 0).any():
        raise ValueError(f"{name} must be a row of whole numbers from 0")
    return array.astype(np.int64)


def count(numbers: Ints, stated: int | None, name: str) -> int:
    least = int(numbers.max()) + 1 if len(numbers) else 0
    if stated is None:
        return least
    if stated < least:
        raise ValueError(f"{name} is {stated}, but the numbers go up to {least - 1}")
    return stated


def weighted_means(
    entries: npt.ArrayLike,
    judges: npt.ArrayLike,
    marks: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    entry_count: int | None = None,
) -> Array:
    """Each entry's mean over its reviews' weighted means; NaN where there is no review."""
    return plain_means(read(entries, judges, marks, weights, entry_count=entry_count))


def plain_means(reviews: Reviews) -> Array:
    means = np.full(reviews.entry_count, np.nan)
    seen = reviews.per_entry > 0
    order = np.lexsort((reviews.totals, reviews.entries))  # not the order in which they came
    points = sums(reviews.entries[order], reviews.totals[order], reviews.entry_count)
    means[seen] = points[seen] / reviews.per_entry[seen]
    return means
