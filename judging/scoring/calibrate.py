"""What each entry is worth once judges' severity, use of the scale and care are accounted for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from judging.scoring.condense import Condensed, condense
from judging.scoring.measured import Measured
from judging.scoring.numbers import Array, Ints, mean_row, total
from judging.scoring.record import Kept, Record
from judging.scoring.reviews import Reviews, read
from judging.scoring.sampler import Sampler

LEAST_AGREEMENT = 0.98
# A change of leader counts from this share of what the marks leave open between the two.
LEAST_CHANGE = 0.25
# The part of the scale at each end within which scores are drawn together to stay on it.
NEAR_END = 0.1
FEW_REVIEWS = 2_000  # up to here a run is made longer where it does not tell who is first
MOST_TIMES = 4


class NotFinite(ArithmeticError):
    """Something that should be a number is none: nothing of it may be used or kept."""


@dataclass(frozen=True)
class Settled:
    """Whether the two halves of a run say the same of one challenge's reviewed entries."""

    agreement: float  # of the halves' means, 1 if they are the same
    leaders_agree: bool

    @property
    def is_settled(self) -> bool:
        return self.agreement >= LEAST_AGREEMENT and self.leaders_agree


@dataclass(frozen=True, eq=False)
class Calibration:
    """All in mark points, but slope and residual.

    ``quality``: what the whole jury would have given, always on the scale. ``draws``: how far the
    marks leave it open. ``batches``: its means over parts of the run, not bound to the scale, by
    which numbers are told apart. ``severity``: how far a judge's marks lie below (+, strict) or
    above (-, kind) the jury's. ``slope``: how much of the scale they use, 1 being usual.
    ``noise``: how far their reviews scatter. ``residual``: how far each review lies from what was
    expected of it, in units of its judge's noise; NaN for an empty one. ``settled``: by challenge.

    Entries with the same marks from the same judges have the same of everything, to the last digit.
    """

    quality: Array  # (P,)
    draws: Array  # (S, P)
    batches: Array  # (B, P)
    severity: Array  # (J,)
    severity_sd: Array  # (J,)
    slope: Array  # (J,)
    noise: Array  # (J,)
    residual: Array  # (n,)
    settled: Mapping[int, Settled]
    sweeps: int

    @property
    def converged(self) -> bool:
        """Whether it settled for every challenge."""
        return all(one.is_settled for one in self.settled.values())

    @cached_property
    def measured(self) -> Measured:
        """The qualities, to compare entries by."""
        return Measured(self.quality, self.batches)


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

    ``challenges`` (P,): for each of them it is asked whether the sampler's halves agree.
    ``sweeps`` replaces the usual number, which depends on how many reviews there are. Raises
    ``NotFinite`` rather than give an answer that is not a number.
    """
    reviews = read(
        entries, judges, marks, weights, entry_count=entry_count, judge_count=judge_count
    )
    check_scale(reviews, lowest, highest)
    groups = grouped(challenges, reviews.entry_count)
    found = calibrate_reviews(reviews, lowest, highest, seed, groups, sweeps)
    residual = np.full(np.asarray(entries).shape, np.nan)
    residual[reviews.rows] = found.residual
    return Calibration(**{**fields_of(found), "residual": residual})


def fields_of(found: Calibration) -> dict:
    return {name: getattr(found, name) for name in Calibration.__dataclass_fields__}


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
    """The usual sweeps; up to four times as many where they leave open who is first; where the
    halves disagree, another four times as many.

    Only challenges of which every entry has a review are waited for: no other can be used.
    """
    if not len(reviews):
        return nothing_known(reviews, groups)
    run = Run(condense(reviews), lowest, highest, seed, groups)
    different = len(run.condensed.reviews)
    planned = planned_sweeps(different) if sweeps is None else sweeps
    dropped = planned // 5
    run.sampler.run(dropped)
    run.record.run(planned - dropped, 1)
    found = run.result()
    complete = {
        int(group) for group in np.unique(groups) if reviews.per_entry[groups == group].all()
    }
    longest = MOST_TIMES * planned if sweeps is None and different <= FEW_REVIEWS else planned
    while found.sweeps < longest and run.leaves_open(found, complete):
        run.record.run(planned, 1)
        found = run.result()
    if not all(found.settled[one].is_settled for one in complete):
        run.begin_anew()
        run.record.run(planned, 3)
        found = run.result()
    check_finite(found)
    return found


def planned_sweeps(reviews: int) -> int:
    if reviews <= FEW_REVIEWS:
        return 1_200
    return 700 if reviews <= 20_000 else 500


class Run:
    """One run of the sampler over what is not alike, told for everyone."""

    def __init__(
        self, condensed: Condensed, lowest: float, highest: float, seed: int, groups: Ints
    ) -> None:
        self.condensed, self.groups, self.seed = condensed, groups, seed
        self.lowest, self.highest = lowest, highest
        self.sampler = Sampler(condensed.reviews, lowest, highest, seed)
        self.begin_anew()

    def begin_anew(self) -> None:
        self.record = Record(self.sampler, self.condensed.judge_sizes, self.seed)

    def result(self) -> Calibration:
        kept = self.record.result()
        # The last of each is for those without a review, whose kind is -1.
        entries, judges = self.condensed.entry_kinds, self.condensed.judge_kinds
        quality = on_scale(mean_row(kept.expected), self.lowest, self.highest)
        return Calibration(
            quality=quality[entries],
            draws=on_scale(kept.draws, self.lowest, self.highest)[:, entries],
            batches=kept.batches[:, entries],
            severity=kept.severity[judges],
            severity_sd=kept.severity_sd[judges],
            slope=kept.slope[judges],
            noise=kept.noise[judges],
            residual=self.condensed.of_each_review(kept.residual),
            settled={
                int(group): self.settled(kept, self.kinds_in(group))
                for group in np.unique(self.groups)
            },
            sweeps=self.sampler.swept,
        )

    def kinds_in(self, group: int) -> Ints:
        """The different reviewed entries of a challenge."""
        own = np.unique(self.condensed.entry_kinds[self.groups == group])
        return own[own >= 0]

    def settled(self, kept: Kept, own: Ints) -> Settled:
        if len(own) < 2:
            return Settled(1.0, True)
        first, second = (half[own] for half in kept.halves)
        draws = kept.draws[:, own]
        return Settled(agreement(first, second, draws), leaders_agree(first, second, draws))

    def leaves_open(self, found: Calibration, complete: set[int]) -> bool:
        """Whether entries that are not alike are level in the first place of a challenge."""
        kinds = self.condensed.entry_kinds
        for group in complete:
            _, different = np.unique(kinds[self.groups == group], return_index=True)
            first = found.measured.groups(np.flatnonzero(self.groups == group)[different])[0]
            if len(first) > 1:
                return True
        return False


def on_scale(points: Array, lowest: float, highest: float) -> Array:
    """The same order, on the scale: what comes near an end is drawn together, never beyond it."""
    near = NEAR_END * (highest - lowest)
    above = np.maximum(points - (highest - near), 0.0)
    below = np.maximum(lowest + near - points, 0.0)
    inside = np.minimum(np.maximum(points, lowest + near), highest - near)
    return inside + near * above / (near + above) - near * below / (near + below)


def agreement(first: Array, second: Array, draws: Array) -> float:
    """How alike two halves' means are: their correlation, where what the marks leave open about
    each entry counts as spread, so that entries which are level by their marks may change places.
    """
    change = first - second
    change = change - total(change) / len(change)
    quality = (first + second) / 2.0
    quality = quality - total(quality) / len(quality)
    away = draws - mean_row(draws)
    spread = total(quality * quality) + total(mean_row(away * away))
    moved = total(change * change) / 2.0
    if spread <= 0.0:
        return 1.0
    return round(1.0 - moved / spread, 9)


def leaders_agree(first: Array, second: Array, draws: Array) -> bool:
    """The same leader in both halves, or two that lie too close for the change to mean anything."""
    one, other = int(np.argmax(first)), int(np.argmax(second))
    change = first[one] - first[other] + second[other] - second[one]
    between = draws[:, one] - draws[:, other]
    away = between - total(between) / len(between)
    return bool(change <= LEAST_CHANGE * np.sqrt(total(away * away) / len(away)))


def check_finite(found: Calibration) -> None:
    for name, values in fields_of(found).items():
        if isinstance(values, np.ndarray) and not np.isfinite(values).all():
            raise NotFinite(f"{name} holds something that is no number")
    if not np.isfinite([one.agreement for one in found.settled.values()]).all():
        raise NotFinite("the agreement of the halves is no number")


def nothing_known(reviews: Reviews, groups: Ints) -> Calibration:
    """What there is to say without a review, or without having calibrated: of nobody anything."""
    entries, judges = np.full(reviews.entry_count, np.nan), np.full(reviews.judge_count, np.nan)
    return Calibration(
        quality=entries,
        draws=np.empty((0, reviews.entry_count)),
        batches=np.empty((0, reviews.entry_count)),
        severity=judges,
        severity_sd=judges,
        slope=judges,
        noise=judges,
        residual=np.empty(0),
        settled={int(group): Settled(0.0, False) for group in np.unique(groups)},
        sweeps=0,
    )
