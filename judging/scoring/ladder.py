"""How ties are settled: the event's ladder, one step after the other, each leaving its trace."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from judging.scoring.numbers import Array, sums
from judging.scoring.reviews import Reviews

DECIMALS = 2
KINDS = ("criterion", "median", "head_to_head", "other_number")


@dataclass(frozen=True)
class Step:
    """One rung. ``criterion`` is the column of the marks that a step of that kind looks at."""

    kind: str
    criterion: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a step must be one of {', '.join(KINDS)}")
        if (self.kind == "criterion") != (self.criterion is not None):
            raise ValueError("a step by criterion names one, and no other step does")


@dataclass(frozen=True)
class Settlement:
    """What one step said about entries that were level until then; ``order`` is best first."""

    step: Step
    values: tuple[tuple[int, float], ...]  # entry, value; NaN where there is none
    order: tuple[tuple[int, ...], ...]


def rounded(values: Array) -> Array:
    """To the second decimal; what arithmetic added beyond the ninth does not tip a half."""
    return np.round(np.round(values, 9), DECIMALS) + 0.0


def in_groups(entries: Sequence[int], values: Array) -> list[tuple[int, ...]]:
    """Best first, entries of equal value together; an entry without a value comes last."""
    shown = np.where(np.isnan(values), -np.inf, rounded(values))
    return [
        tuple(int(entries[place]) for place in np.flatnonzero(shown == value))
        for value in np.unique(shown)[::-1]
    ]


@dataclass(frozen=True)
class Ladder:
    """The event's steps with what they look at."""

    steps: tuple[Step, ...]
    reviews: Reviews
    other_number: Array
    marks: Array  # of all criteria, a row per review of ``reviews``

    def settle(self, tied: tuple[int, ...]) -> tuple[list[tuple[int, ...]], list[Settlement]]:
        """The tied entries in order, and what each step did; who stays together stays tied."""
        return self._settle(tuple(sorted(tied)), 0)

    def _settle(
        self, tied: tuple[int, ...], rung: int
    ) -> tuple[list[tuple[int, ...]], list[Settlement]]:
        if len(tied) < 2 or rung == len(self.steps):
            return [tied], []
        step = self.steps[rung]
        values = self.values(step, tied)
        groups = in_groups(tied, values)
        pairs = tuple(zip(tied, map(float, values), strict=True))
        trace = [Settlement(step, pairs, tuple(groups))]
        order = []
        for group in groups:
            inner, more = self._settle(group, rung + 1)
            order += inner
            trace += more
        return order, trace

    def values(self, step: Step, tied: tuple[int, ...]) -> Array:
        if step.kind == "other_number":
            return self.other_number[list(tied)]
        if step.kind == "head_to_head":
            return self.head_to_head(tied)
        marks = self.reviews.totals if step.criterion is None else self.marks[:, step.criterion]
        middle = np.median if step.kind == "median" else np.mean
        values = np.full(len(tied), np.nan)
        for place, entry in enumerate(tied):
            own = np.sort(marks[(self.reviews.entries == entry) & ~np.isnan(marks)])
            if len(own):
                values[place] = middle(own)
        return values

    def head_to_head(self, tied: tuple[int, ...]) -> Array:
        """Each entry's wins less defeats against the others, judge by judge who saw both."""
        table = np.full((self.reviews.judge_count, len(tied)), np.nan)
        for place, entry in enumerate(tied):
            own = self.reviews.entries == entry
            judges, count = self.reviews.judges[own], self.reviews.judge_count
            seen = np.bincount(judges, minlength=count)
            points = sums(judges, self.reviews.totals[own], count)
            table[seen > 0, place] = points[seen > 0] / seen[seen > 0]
        table = np.round(table, 9)
        return np.array(
            [np.nansum(np.sign(table[:, [place]] - table)) for place in range(len(tied))]
        )
