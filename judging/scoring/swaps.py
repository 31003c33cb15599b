"""Exchanges between judges that spread the pairs of judges; loads and coverage stay as they are."""

import numpy as np

from judging.scoring.draws import Draws
from judging.scoring.numbers import Bools, Ints

TRIES = 20  # exchanges looked at for each review
CELLS = 1 << 19  # numbers handled at a time


def swap(table: Bools, allowed: Bools, fixed: Bools, draws: Draws) -> None:
    """Lowers the sum of squared counts of shared entries over the pairs of judges, in place."""
    judges, entries = np.nonzero(table & ~fixed)
    reviews = len(judges)
    if reviews < 2:
        return
    teams = table.T.astype(np.int64)
    together = teams.T @ teams
    batch = max(16, min(4 * reviews, CELLS // table.shape[0]))
    for start in range(0, TRIES * reviews, batch):
        size = min(batch, TRIES * reviews - start)
        first = (draws.uniforms(size) * reviews).astype(np.int64)
        second = (draws.uniforms(size) * reviews).astype(np.int64)
        gains = change(
            teams, together, judges[first], entries[first], judges[second], entries[second]
        )
        for number in np.flatnonzero(gains < 0).tolist():
            one, other = first[number], second[number]
            pair = (judges[one], entries[one], judges[other], entries[other])
            if may(table, allowed, *pair) and worth(teams, together, *pair):
                exchange(table, teams, together, *pair)
                entries[one], entries[other] = pair[3], pair[1]


def change(
    teams: Ints, together: Ints, judge: Ints, entry: Ints, other: Ints, others_entry: Ints
) -> Ints:
    """By how much half the sum of squares would change, for each of many exchanges at once."""
    apart = teams[entry] - teams[others_entry]
    rows = np.arange(len(judge))
    apart[rows, judge] = 0
    apart[rows, other] = 0
    return (apart * (together[other] - together[judge])).sum(axis=1) + np.abs(apart).sum(axis=1)


def may(
    table: Bools, allowed: Bools, judge: int, entry: int, other: int, others_entry: int
) -> bool:
    return bool(
        judge != other
        and entry != others_entry
        and not table[judge, others_entry]
        and not table[other, entry]
        and allowed[judge, others_entry]
        and allowed[other, entry]
    )


def worth(
    teams: Ints, together: Ints, judge: int, entry: int, other: int, others_entry: int
) -> bool:
    apart = teams[entry] - teams[others_entry]
    apart[judge] = apart[other] = 0
    return bool((apart * (together[other] - together[judge])).sum() + np.abs(apart).sum() < 0)


def exchange(
    table: Bools, teams: Ints, together: Ints, judge: int, entry: int, other: int, others_entry: int
) -> None:
    apart = teams[entry] - teams[others_entry]
    apart[judge] = apart[other] = 0
    together[judge] -= apart
    together[:, judge] -= apart
    together[other] += apart
    together[:, other] += apart
    for one, left, taken in ((judge, entry, others_entry), (other, others_entry, entry)):
        table[one, left] = False
        table[one, taken] = True
        teams[left, one] = 0
        teams[taken, one] = 1
