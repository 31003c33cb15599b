"""What a president looks at before deciding: who tips the result, odd reviews, like criteria."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from judging.scoring.calibrate import Calibration, calibrate, grouped, nothing_known
from judging.scoring.ladder import Step
from judging.scoring.numbers import Array, Bools, correlation
from judging.scoring.reviews import read
from judging.scoring.standings import CALIBRATED, PLAIN, Standings, standings

ODD = 2.5  # units of a judge's own noise
LEAST_PAIRS = 3  # reviews with both marks, to speak of a correlation


@dataclass(frozen=True)
class LeftOut:
    """Who would be first by the official rule without one judge, in each challenge where they
    marked.

    ``winners``: nobody where no review would be left, several where they would be level.
    ``changes``: the challenges where none of those who are first would be: what the computation or
    the ladder cannot tell apart is no change.
    """

    judge: int
    winners: dict[int, tuple[int, ...]]
    changes: frozenset[int]


def leave_one_judge_out(
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
    official: str = CALIBRATED,
    ladder: Sequence[Step] = (),
    sweeps: int | None = None,
    board: Standings | None = None,
) -> list[LeftOut]:
    """One line per judge with reviews. May calibrate once for each of them: it takes its time.

    ``board``: the standings with everybody, if they are known. Where the plain mean is official
    and names everyone's winner, nothing is calibrated.
    """
    reviews = read(entries, judges, marks, weights, entry_count=entry_count)
    groups = grouped(challenges, reviews.entry_count)
    entry, judge, mark = (np.asarray(values) for values in (entries, judges, marks))
    counts: dict[str, Any] = {
        "entry_count": reviews.entry_count,
        "judge_count": reviews.judge_count,
    }
    scale: dict[str, Any] = {"lowest": lowest, "highest": highest}

    def ranked(rows: Bools) -> Standings:
        given: tuple[Any, Any, Any, Any] = (entry[rows], judge[rows], mark[rows], weights)
        rest = read(*given, **counts)
        rule: dict[str, Any] = {**scale, **counts, "challenges": groups, "official": official}
        if official == PLAIN:
            exact, nothing = exact_steps(ladder), nothing_known(rest, groups)
            by_mean = standings(*given, **rule, ladder=exact, calibration=nothing)
            is_named = all(len(by_mean.winners(place)) <= 1 for place in by_mean.verdicts)
            if is_named or len(exact) == len(ladder):
                return by_mean
        found = calibrate(
            *given,
            lowest=lowest,
            highest=highest,
            **counts,
            seed=seed,
            challenges=groups,
            sweeps=sweeps,
        )
        return standings(*given, **rule, ladder=ladder, calibration=found)

    everybody = board or ranked(np.ones(len(judge), bool))
    lines = []
    for one in np.flatnonzero(reviews.per_judge).tolist():
        marked = np.unique(groups[reviews.entries[reviews.judges == one]]).tolist()
        rest = ranked(judge != one)
        winners = {place: tuple(rest.winners(place)) for place in marked}
        changes = frozenset(
            place
            for place, first in winners.items()
            if first and not set(first).intersection(everybody.winners(place))
        )
        lines.append(LeftOut(one, winners, changes))
    return lines


def exact_steps(ladder: Sequence[Step]) -> list[Step]:
    """Those before the one that asks for the other number: no calibration is needed for them."""
    kinds = [step.kind for step in ladder]
    return list(ladder)[: kinds.index("other_number")] if "other_number" in kinds else list(ladder)


def odd_reviews(calibration: Calibration, least: float = ODD) -> list[int]:
    """Reviews that lie far from what was expected, the oddest first. To look at, not to remove."""
    size = np.abs(np.nan_to_num(calibration.residual))
    order = np.argsort(-size, kind="stable")
    return order[size[order] >= least].tolist()


def criteria_correlations(marks: npt.ArrayLike) -> Array:
    """(C, C): how alike criteria are marked, over reviews that have both; NaN if unknown."""
    table = np.asarray(marks, dtype=np.float64)
    width = table.shape[1]
    found = np.full((width, width), np.nan)
    for one in range(width):
        for other in range(width):
            both = table[~np.isnan(table[:, one]) & ~np.isnan(table[:, other])]
            if len(both) >= LEAST_PAIRS:
                found[one, other] = correlation(both[:, one], both[:, other])
    return found
