"""Numbers that entries are compared by, and which of them may be told apart.

A calibrated number is an estimate from draws: with other draws it would be a little different. Two
of them are told apart only if they differ by more than ``APART`` standard errors of their
difference, which batch means of the sweeps that were run estimate. Numbers that are shown alike
are level in any case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from judging.scoring.numbers import Array, Bools, Ints, mean_row

DECIMALS = 2
APART = 5.0
BATCHES = 20


def rounded(values: Array) -> Array:
    """To the second decimal; what arithmetic added beyond the ninth does not tip a half."""
    return np.round(np.round(values, 9), DECIMALS) + 0.0


def in_groups(entries: Any, values: Array) -> list[tuple[int, ...]]:
    """Best first, entries of equal value together; an entry without a value comes last."""
    shown = np.where(np.isnan(values), -np.inf, rounded(values))
    return [
        tuple(int(entries[place]) for place in np.flatnonzero(shown == value))
        for value in np.unique(shown)[::-1]
    ]


@dataclass(frozen=True, eq=False)
class Measured:
    """A number for each entry; ``batches`` is None where it is exact.

    ``batches`` (B, P) are means of successive parts of a run, not bound to the scale; their order
    is that of ``shown``.
    """

    shown: Array  # (P,) NaN where there is none
    batches: Array | None = None

    @cached_property
    def value(self) -> Array:
        return self.shown if self.batches is None else mean_row(self.batches)

    @cached_property
    def error(self) -> Array:
        """The standard error of each entry's number."""
        return np.zeros(len(self.shown)) if self.batches is None else standard_error(self.batches)

    def apart(self, entry: int, others: Ints) -> Bools:
        """Which of the others this entry may be told apart from."""
        found = rounded(self.shown[others]) != rounded(self.shown[entry])
        if self.batches is None:
            return found
        gap = np.abs(self.value[others] - self.value[entry])
        # The error of a difference is at most the sum of both: that spares most of the work.
        unsure = np.flatnonzero(found & (gap <= APART * (self.error[others] + self.error[entry])))
        between = self.batches[:, others[unsure]] - self.batches[:, [entry]]
        found[unsure] = gap[unsure] > APART * standard_error(between)
        return found

    def groups(self, entries: Any) -> list[tuple[int, ...]]:
        """Best first. All of a group are told apart from all of the next.

        Who is level with somebody of a group is in it, so its ends may well be told apart.
        """
        if self.batches is None:
            return in_groups(entries, self.shown[list(entries)])
        order = self.best_first(entries)
        found, start, reach = [], 0, 0
        for place, entry in enumerate(order):
            if place > reach:
                found.append(tuple(sorted(order[start:place].tolist())))
                start = reach = place
            level = np.flatnonzero(~self.apart(entry, order[reach + 1 :]))
            if len(level):
                reach += 1 + int(level[-1])
            if reach == len(order) - 1:
                break
        return [*found, tuple(sorted(order[start:].tolist()))] if len(order) else []

    def first_of(self, entries: Sequence[int]) -> tuple[int, ...]:
        """Those with nobody told apart above them: each of them is level with each other."""
        if self.batches is None:
            return self.groups(entries)[0]
        order = self.best_first(entries)
        near = order[~self.apart(order[0], order)]
        above = {int(entry): order[: int(np.flatnonzero(order == entry)[0])] for entry in near}
        return tuple(sorted(e for e, better in above.items() if not self.apart(e, better).any()))

    def best_first(self, entries: Sequence[int]) -> Ints:
        chosen = np.array(entries, np.int64)
        return chosen[np.argsort(-self.value[chosen], kind="stable")]


def standard_error(batches: Array) -> Array:
    """Of the mean of the batches (B, n); without end if there is but one."""
    count = len(batches)
    if count < 2:
        return np.full(batches.shape[1], np.inf)
    away = batches - mean_row(batches)
    return np.sqrt(mean_row(away * away) / (count - 1))
