"""What a president looks at before deciding: who tips the result, odd reviews, like criteria."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from judging.scoring.calibrate import (
    Calibration,
    calibrate_reviews,
    check_scale,
    grouped,
    leader_of,
)
from judging.scoring.numbers import Array, correlation
from judging.scoring.reviews import plain_means, read

ODD = 2.5  # units of a judge's own noise
LEAST_PAIRS = 3  # reviews with both marks, to speak of a correlation


@dataclass(frozen=True)
class LeftOut:
    """Who leads each challenge when one judge's reviews are left out; None where nobody can."""

    judge: int
    plain: dict[int, int | None]
    calibrated: dict[int, int | None]


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
    sweeps: int | None = None,
) -> list[LeftOut]:
    """One line per judge with reviews. Calibrates once for each of them, so it takes its time."""
    reviews = read(entries, judges, marks, weights, entry_count=entry_count)
    check_scale(reviews, lowest, highest)
    groups = grouped(challenges, reviews.entry_count)
    present = np.unique(groups).tolist()
    lines = []
    for judge in np.flatnonzero(reviews.per_judge).tolist():
        rest = reviews.without_judge(judge)
        quality = calibrate_reviews(rest, lowest, highest, seed, groups, sweeps).quality
        numbers = plain_means(rest), np.where(rest.per_entry == 0, np.nan, quality)
        leaders = ({one: leader_of(points, groups == one) for one in present} for points in numbers)
        lines.append(LeftOut(judge, *leaders))
    return lines


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
