"""What the calibration's draws say about a ranking: intervals, chances, contenders."""

from dataclasses import dataclass

import numpy as np

from judging.scoring.numbers import Array, Bools, Ints

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
    best = np.bincount(draws.argmax(axis=1), minlength=width) / count
    tail = int(count * (1.0 - LEVEL) / 2.0 + 1e-9)
    rank = np.empty((count, width), np.int32)
    places = np.arange(1, width + 1, dtype=np.int32)
    for number, row in enumerate(draws):
        rank[number, np.argsort(-row, kind="stable")] = places
    rank = np.sort(rank, axis=0)
    return Chances(
        best=best,
        contender=smallest_set(best, draws.mean(axis=0)),
        low=rank[tail].astype(np.int64),
        high=rank[count - 1 - tail].astype(np.int64),
    )


def smallest_set(best: Array, quality: Array, level: float = LEVEL) -> Bools:
    """The likeliest winners until their chances add up to ``level``; the better one first."""
    order = np.lexsort((-quality, -best))
    reached = np.cumsum(best[order]) >= level - 1e-9
    inside = np.zeros(len(best), bool)
    inside[order[: int(np.argmax(reached)) + 1 if reached.any() else len(best)]] = True
    return inside
