"""Whether calibration may be used for a challenge; a code and its numbers, for a page to word."""

from dataclasses import dataclass, field

import numpy as np

from judging.scoring.calibrate import LEAST_AGREEMENT, Calibration
from judging.scoring.connection import components
from judging.scoring.numbers import Ints
from judging.scoring.reviews import Reviews

LEAST_REVIEWS = 8
LEAST_JUDGES = 3

USABLE = "usable"
NOT_REVIEWED = "not_reviewed"  # entries
TOO_FEW_REVIEWS = "too_few_reviews"  # reviews, needed
TOO_FEW_JUDGES = "too_few_judges"  # judges, needed
NOT_CONNECTED = "not_connected"  # groups
NOT_CONVERGED = "not_converged"  # agreement, needed, leaders_agree


@dataclass(frozen=True)
class Verdict:
    """``parameters`` belong into the sentence; which ones, stands beside each code."""

    code: str
    parameters: dict[str, int | float | bool | list[int] | list[list[int]]] = field(
        default_factory=dict
    )

    @property
    def usable(self) -> bool:
        return self.code == USABLE


def verdicts(reviews: Reviews, groups: Ints, calibration: Calibration) -> dict[int, Verdict]:
    """For each challenge, in their order.

    What counts are the reviews that tie the challenge's entries together: also those of its
    judges on entries of other challenges, but not those of a jury that shares nothing with it.
    """
    count, of_entry, of_judge = components(
        reviews.entries, reviews.judges, reviews.entry_count, reviews.judge_count
    )
    within = np.bincount(of_entry[reviews.entries], minlength=count)
    at_work = np.bincount(of_judge[np.flatnonzero(reviews.per_judge)], minlength=count)
    return {
        int(challenge): verdict(
            np.flatnonzero(groups == challenge), reviews, of_entry, within, at_work, calibration
        )
        for challenge in np.unique(groups)
    }


def verdict(
    own: Ints,
    reviews: Reviews,
    component: Ints,
    within: Ints,
    at_work: Ints,
    calibration: Calibration,
) -> Verdict:
    missing = own[reviews.per_entry[own] == 0]
    if len(missing):
        return Verdict(NOT_REVIEWED, {"entries": missing.tolist()})
    found = np.unique(component[own])
    if (seen := int(within[found].sum())) < LEAST_REVIEWS:
        return Verdict(TOO_FEW_REVIEWS, {"reviews": seen, "needed": LEAST_REVIEWS})
    if (judges := int(at_work[found].sum())) < LEAST_JUDGES:
        return Verdict(TOO_FEW_JUDGES, {"judges": judges, "needed": LEAST_JUDGES})
    if len(found) > 1:
        apart = [own[component[own] == group].tolist() for group in found]
        return Verdict(NOT_CONNECTED, {"groups": apart})
    if not calibration.converged:
        return Verdict(
            NOT_CONVERGED,
            {
                "agreement": calibration.agreement,
                "needed": LEAST_AGREEMENT,
                "leaders_agree": calibration.leaders_agree,
            },
        )
    return Verdict(USABLE)
