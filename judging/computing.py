"""From marks to a ranking in ids and numbers: kept if it is known, else computed."""

from typing import Any

import numpy as np
from django.db.models import QuerySet

from challenges.models import Challenge
from hackathon.models import Event
from judging import ties
from judging.marks import SEED, Marks, marks_of
from judging.models import Calculation
from judging.scoring.examine import criteria_correlations, leave_one_judge_out, odd_reviews
from judging.scoring.standings import Standings
from judging.scoring.verdict import Verdict

NOTHING_ENTERED = Verdict("nothing_entered")


def calculations(marks: Marks) -> QuerySet[Calculation]:
    """What is kept for exactly these marks."""
    wanted = {"challenge__in": marks.challenge_ids, "inputs_sha256": marks.sha256}
    return Calculation.objects.filter(**wanted).select_related("challenge")


def official_lines(event: Event) -> dict[int, list[dict[str, Any]]]:
    """Each challenge's lines by the official number and the president's decisions, best first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for marks in marks_of(event):
        known = known_or_computed(marks)
        decisions = ties.made_for(marks.challenge_ids, marks.sha256)
        for challenge in marks.challenge_ids:
            found[challenge] = ties.decided(known[challenge]["lines"], decisions)
    return found


def known_or_computed(marks: Marks) -> dict[int, dict[str, Any]]:
    known = {row.challenge_id: row.result for row in calculations(marks)}
    return known if known.keys() == set(marks.challenge_ids) else results(marks)


def lines_for(challenge: Challenge, marks: Marks) -> list[dict[str, Any]]:
    """A challenge's lines as the ladder leaves them."""
    return known_or_computed(marks)[challenge.pk]["lines"]


def basis_of(event: Event) -> dict[str, list]:
    """What the official order rests on: the marks, and the decisions made for them."""
    hashes, decisions = [], []
    for marks in marks_of(event):
        hashes.append(marks.sha256)
        decisions += [row.pk for row in ties.made_for(marks.challenge_ids, marks.sha256)]
    return {"inputs": hashes, "decisions": decisions}


def results(marks: Marks, found: Standings | None = None) -> dict[int, dict[str, Any]]:
    """For each challenge everything that its page tells, in ids and numbers."""
    found = found or marks.standings()
    left_out = without_each(marks) if len(marks.judges) else []
    bounds = points_at(found.calibration.draws, len(marks.submission_ids))
    return {
        challenge: {
            "lines": lines(found, place, marks, bounds),
            "verdict": verdict(found, place, marks),
            "disagree": found.numbers_disagree(place),
            "settlements": settlements(found, place, marks),
            "judges": judges(found, marks),
            "odd": odd(found, place, marks),
            "left_out": [without(line, place, marks) for line in left_out],
            "criteria": [criterion.pk for criterion in marks.criteria],
            "correlations": plain_table(criteria_correlations(marks.marks)),
            "scale": list(marks.scale),
            "reviews": int(np.isin(marks.entries, np.flatnonzero(marks.challenges == place)).sum()),
        }
        for place, challenge in enumerate(marks.challenge_ids)
    }


def without_each(marks: Marks) -> list:
    lowest, highest = marks.scale
    return leave_one_judge_out(
        marks.entries, marks.judges, marks.marks, marks.weights, lowest=lowest, highest=highest,
        seed=SEED, challenges=marks.challenges, entry_count=len(marks.submission_ids),
    )  # fmt: skip


def points_at(draws: np.ndarray, count: int) -> np.ndarray:
    """The 90 % interval of each entry in mark points, (2, P)."""
    if not len(draws):
        return np.full((2, count), np.nan)
    return np.percentile(draws, [5, 95], axis=0)


def lines(found: Standings, place: int, marks: Marks, bounds: np.ndarray) -> list[dict[str, Any]]:
    rows = []
    for line in found.of(place):
        usable = line.calibrated is not None
        low, high = bounds[:, line.entry].tolist()
        rows.append(
            {
                "submission": marks.submission_ids[line.entry],
                **{name: getattr(line, name) for name in LINE},
                "points_low": low if usable else None,
                "points_high": high if usable else None,
            }
        )
    return rows


LINE = (
    "rank", "points", "plain", "plain_rank", "calibrated", "calibrated_rank", "low", "high",
    "best", "contender", "reviews",
)  # fmt: skip


def verdict(found: Standings, place: int, marks: Marks) -> dict[str, Any]:
    said = found.verdicts.get(place, NOTHING_ENTERED)
    return {"code": said.code, "parameters": said.parameters, "usable": said.usable}


def settlements(found: Standings, place: int, marks: Marks) -> list[dict[str, Any]]:
    return [
        {
            "step": settled.step.kind,
            "order": [[marks.submission_ids[e] for e in group] for group in settled.order],
        }
        for settled in found.settlements.get(place, ())
    ]


def judges(found: Standings, marks: Marks) -> list[dict[str, Any]]:
    told = found.calibration
    counts = np.bincount(marks.judges, minlength=len(marks.judge_ids))
    return [
        {
            "judge": judge,
            "reviews": int(counts[row]),
            "severity": float(told.severity[row]),
            "severity_sd": float(told.severity_sd[row]),
            "slope": float(told.slope[row]),
            "noise": float(told.noise[row]),
        }
        for row, judge in enumerate(marks.judge_ids)
    ]


def odd(found: Standings, place: int, marks: Marks) -> list[dict[str, Any]]:
    own = [n for n in odd_reviews(found.calibration) if marks.challenges[marks.entries[n]] == place]
    return [
        {
            "judge": marks.judge_ids[marks.judges[n]],
            "submission": marks.submission_ids[marks.entries[n]],
            "residual": float(found.calibration.residual[n]),
        }
        for n in own
    ]


def without(line: Any, place: int, marks: Marks) -> dict[str, Any]:
    def named(entry: int | None) -> int | None:
        return None if entry is None else marks.submission_ids[entry]

    return {
        "judge": marks.judge_ids[line.judge],
        "plain": named(line.plain.get(place)),
        "calibrated": named(line.calibrated.get(place)),
    }


def plain_table(values: np.ndarray) -> list[list[float | None]]:
    return [
        [None if np.isnan(value) else round(float(value), 3) for value in row] for row in values
    ]
