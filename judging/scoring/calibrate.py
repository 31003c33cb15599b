"""What each entry is worth once judges' severity, use of the scale and care are accounted for."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from judging.scoring.numbers import Array, Bools, Ints, correlation, total
from judging.scoring.reviews import Reviews, read
from judging.scoring.sampler import Sampler

LEAST_AGREEMENT = 0.98
FEW = 10  # entries: below this a single swap of neighbours would spoil a rank correlation
# A change of leader counts from this share of what the marks leave open between the two.
LEAST_CHANGE = 0.25


@dataclass(frozen=True, eq=False)
class Calibration:
    """All in mark points, but slope and residual.

    ``quality``: what the whole jury would have given, the mean of ``draws``. ``severity``: how far
    a judge's marks lie above (+) or below (-) the jury's. ``slope``: how much of the scale they
    use, 1 being usual. ``noise``: how far their reviews scatter. ``residual``: how far each review
    lies from what was expected of it, in units of its judge's noise; NaN for an empty one.
    """

    quality: Array  # (P,)
    draws: Array  # (S, P)
    severity: Array  # (J,)
    severity_sd: Array  # (J,)
    slope: Array  # (J,)
    noise: Array  # (J,)
    residual: Array  # (n,)
    agreement: float  # rank correlation between the sampler's two halves
    leaders_agree: bool
    sweeps: int

    @property
    def converged(self) -> bool:
        return self.agreement >= LEAST_AGREEMENT and self.leaders_agree


def calibrate(
    entries: npt.ArrayLike,
    judges: npt.ArrayLike,
    marks: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    lowest: float,
    highest: float,
    seed: int = 0,
    challenges: npt.ArrayLike | None = None,
    entry_count: int | None = None,
    judge_count: int | None = None,
    sweeps: int | None = None,
) -> Calibration:
    """The calibrated model's answer; whether it may be used is for ``standings`` to say.

    ``challenges`` (P,) tells which leaders must agree between the sampler's halves. ``sweeps``
    replaces the usual number, which depends on how many reviews there are.
    """
    reviews = read(
        entries, judges, marks, weights, entry_count=entry_count, judge_count=judge_count
    )
    check_scale(reviews, lowest, highest)
    groups = grouped(challenges, reviews.entry_count)
    found = calibrate_reviews(reviews, lowest, highest, seed, groups, sweeps)
    residual = np.full(np.asarray(entries).shape, np.nan)
    residual[reviews.rows] = found.residual
    return Calibration(**{**vars(found), "residual": residual})


def check_scale(reviews: Reviews, lowest: float, highest: float) -> None:
    if not (np.isfinite([lowest, highest]).all() and lowest < highest):
        raise ValueError("lowest must be below highest, both finite")
    given = reviews.marks[reviews.present]
    if len(given) and (given.min() < lowest or given.max() > highest):
        raise ValueError(f"every mark must be from {lowest:g} to {highest:g}")


def grouped(challenges: npt.ArrayLike | None, entry_count: int) -> Ints:
    """The challenge of each entry; without any, all are in one."""
    if challenges is None:
        return np.zeros(entry_count, np.int64)
    groups = np.asarray(challenges)
    if groups.shape != (entry_count,) or not np.issubdtype(groups.dtype, np.integer):
        raise ValueError("challenges must be a whole number per entry")
    return groups.astype(np.int64)


def calibrate_reviews(
    reviews: Reviews, lowest: float, highest: float, seed: int, groups: Ints, sweeps: int | None
) -> Calibration:
    """Once with the usual sweeps; where the halves disagree, on to four times as many."""
    if not len(reviews):
        return nothing_known(reviews)
    sampler = Sampler(reviews, lowest, highest, seed)
    planned = planned_sweeps(len(reviews)) if sweeps is None else sweeps
    dropped = planned // 5
    sampler.run(dropped)
    found = Record(sampler, planned - dropped, 1).result(groups)
    if found.converged:
        return found
    return Record(sampler, planned, 3).result(groups)


def planned_sweeps(reviews: int) -> int:
    if reviews <= 2_000:
        return 1_000
    return 700 if reviews <= 20_000 else 500


class Record:
    """What is kept of a run: ``count`` draws, ``step`` sweeps apart."""

    def __init__(self, sampler: Sampler, count: int, step: int) -> None:
        self.sampler, self.count = sampler, count
        reviews = sampler.reviews
        self.draws = np.empty((count, reviews.entry_count))
        self.severity = np.empty((count, reviews.judge_count))
        self.slope, self.noise = np.zeros(reviews.judge_count), np.zeros(reviews.judge_count)
        self.residual = np.zeros(len(reviews))
        self.active = np.flatnonzero(reviews.per_judge)
        for number in range(count):
            sampler.run(step)
            self.keep(number)

    def keep(self, number: int) -> None:
        state, active = self.sampler, self.active
        judges, noise = state.judges, state.noise
        level = total(judges.level[active]) / len(active)
        use = total(judges.slope[active]) / len(active)
        self.draws[number] = level + use * state.qualities.value
        self.severity[number] = judges.level - level
        self.slope += judges.slope
        self.noise += np.sqrt(noise.variance)
        self.residual += state.residual

    def result(self, groups: Ints) -> Calibration:
        unit, level = self.sampler.cells.unit, self.sampler.cells.level
        draws = self.draws * unit + level
        first = mean_row(draws[: self.count // 2])
        second = mean_row(draws[self.count // 2 :])
        severity = mean_row(self.severity)
        away = self.severity - severity
        return Calibration(
            quality=mean_row(draws),
            draws=draws,
            severity=severity * unit,
            severity_sd=np.sqrt(mean_row(away * away)) * unit,
            slope=self.slope / self.count,
            noise=self.noise / self.count * unit,
            residual=self.residual / self.count,
            agreement=agreement(first, second),
            leaders_agree=all(
                leaders_agree(
                    first[groups == group], second[groups == group], draws[:, groups == group]
                )
                for group in np.unique(groups)
            ),
            sweeps=self.sampler.swept,
        )


def mean_row(table: Array) -> Array:
    """The mean of the rows, added one after the other."""
    added = np.zeros(table.shape[1])
    for row in table:
        added += row
    return added / max(len(table), 1)


def agreement(first: Array, second: Array) -> float:
    """Spearman's correlation; Pearson's where there are too few to speak of ranks."""
    if len(first) >= FEW:
        first, second = ranks(first), ranks(second)
    found = correlation(first, second)
    return 1.0 if np.isnan(found) else found


def ranks(values: Array) -> Array:
    found = np.empty(len(values))
    found[np.argsort(values, kind="stable")] = np.arange(len(values), dtype=float)
    return found


def leaders_agree(first: Array, second: Array, draws: Array) -> bool:
    """The same leader in both halves, or two that lie too close for the change to mean anything."""
    one, other = int(np.argmax(first)), int(np.argmax(second))
    change = first[one] - first[other] + second[other] - second[one]
    between = draws[:, one] - draws[:, other]
    away = between - total(between) / len(between)
    return bool(change <= LEAST_CHANGE * np.sqrt(total(away * away) / len(away)))


def leader_of(numbers: Array, members: Bools) -> int | None:
    """The member with the highest number; the first of equals."""
    known = np.flatnonzero(members & ~np.isnan(numbers))
    return int(known[np.argmax(numbers[known])]) if len(known) else None


def nothing_known(reviews: Reviews) -> Calibration:
    """Without a review there is nothing to say about anyone."""
    entries, judges = np.full(reviews.entry_count, np.nan), np.full(reviews.judge_count, np.nan)
    return Calibration(
        quality=entries,
        draws=np.empty((0, reviews.entry_count)),
        severity=judges,
        severity_sd=judges,
        slope=judges,
        noise=judges,
        residual=np.empty(0),
        agreement=0.0,
        leaders_agree=False,
        sweeps=0,
    )
