"""Whether calibration may be used for a challenge; a code and its numbers, for a page to word."""

from dataclasses import dataclass, field

import numpy as np

from judging.scoring.calibrate import LEAST_AGREEMENT, Calibration, Settled
from judging.scoring.condense import kinds_of_rows
from judging.scoring.connection import components
from judging.scoring.numbers import Bools, Ints
from judging.scoring.reviews import Reviews

LEAST_REVIEWS = 8
LEAST_JUDGES = 3

USABLE = "usable"
NOT_REVIEWED = "not_reviewed"  # entries
TOO_FEW_REVIEWS = "too_few_reviews"  # reviews, needed
TOO_FEW_JUDGES = "too_few_judges"  # judges, needed
ALL_EQUAL = "all_equal"  # all marks are equal
JUDGES_CONSTANT = "judges_constant"  # each judge gave the same marks to all that they saw
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
    found = {}
    for challenge in np.unique(groups).tolist():
        own = np.flatnonzero(groups == challenge)
        settled = calibration.settled[challenge]
        found[challenge] = verdict(own, reviews, of_entry, within, at_work, settled)
    return found


def verdict(
    own: Ints,
    reviews: Reviews,
    component: Ints,
    within: Ints,
    at_work: Ints,
    settled: Settled,
) -> Verdict:
    missing = own[reviews.per_entry[own] == 0]
    if len(missing):
        return Verdict(NOT_REVIEWED, {"entries": missing.tolist()})
    found = np.unique(component[own])
    if (seen := int(within[found].sum())) < LEAST_REVIEWS:
        return Verdict(TOO_FEW_REVIEWS, {"reviews": seen, "needed": LEAST_REVIEWS})
    if (judges := int(at_work[found].sum())) < LEAST_JUDGES:
        return Verdict(TOO_FEW_JUDGES, {"judges": judges, "needed": LEAST_JUDGES})
    if code := nothing_to_calibrate(reviews, np.isin(component[reviews.entries], found)):
        return Verdict(code)
    if len(found) > 1:
        apart = [own[component[own] == group].tolist() for group in found]
        return Verdict(NOT_CONNECTED, {"groups": apart})
    if not settled.is_settled:
        return Verdict(
            NOT_CONVERGED,
            {
                "agreement": settled.agreement,
                "needed": LEAST_AGREEMENT,
                "leaders_agree": settled.leaders_agree,
            },
        )
    return Verdict(USABLE)


def nothing_to_calibrate(reviews: Reviews, rows: Bools) -> str:
    """A code if these reviews tell no entry from another; empty if they do."""
    marks = kinds_of_rows(list(reviews.marks[rows].T))
    if marks.max() == 0:
        return ALL_EQUAL
    judges = reviews.judges[rows]
    different = kinds_of_rows([judges, marks]).max() + 1
    return JUDGES_CONSTANT if different == len(np.unique(judges)) else ""
