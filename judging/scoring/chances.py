"""What the calibration's draws say about a ranking: intervals, chances, contenders.

Entries that are level in a draw share its first place, and have the same rank in it.
"""

from dataclasses import dataclass

import numpy as np

from judging.scoring.numbers import Array, Bools, Ints, mean_row

LEVEL = 0.9


@dataclass(frozen=True, eq=False)
class Chances:
    """Of the entries of one challenge, in the order of the draws' columns."""

    best: Array  # probability to be the best
    contender: Bools  # in the smallest set that holds the best with 90 %
    low: Ints  # the rank lies from low to high with 90 %
    high: Ints


def chances(draws: Array) -> Chances:
    """From draws (S, P) of one challenge's entries, S at least 1."""
    count, width = draws.shape
    best = np.zeros(width)
    tail = int(count * (1.0 - LEVEL) / 2.0 + 1e-9)
    rank = np.empty((count, width), np.int32)
    for number, row in enumerate(draws):
        ordered = np.sort(row)
        rank[number] = width + 1 - np.searchsorted(ordered, row, side="right")
        first = row == ordered[-1]
        best += first / np.count_nonzero(first)
    best /= count
    rank = np.sort(rank, axis=0)
    return Chances(
        best=best,
        contender=smallest_set(best, mean_row(draws)),
        low=rank[tail].astype(np.int64),
        high=rank[count - 1 - tail].astype(np.int64),
    )


def smallest_set(best: Array, quality: Array, level: float = LEVEL) -> Bools:
    """The likeliest winners until their chances add up to ``level``; the better one first.

    Who equals the last of them in both is in it as well.
    """
    order = np.lexsort((-quality, -best))
    reached = np.cumsum(best[order]) >= level - 1e-9
    last = order[int(np.argmax(reached)) if reached.any() else -1]
    return (best > best[last]) | ((best == best[last]) & (quality >= quality[last]))
