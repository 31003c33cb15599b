"""From marks to a ranking in ids and numbers: kept if it is known, else computed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.kernel.errors import StateConflict
from hackathon.models import Event
from judging.ranking.models import Calculation, TieDecision
from judging.ranking.selectors import ties
from judging.scorecards.selectors.marks import SEED, Marks, marks_of
from judging.scoring.examine import (
    LeftOut,
    criteria_correlations,
    leave_one_judge_out,
    odd_reviews,
)
from judging.scoring.recompute import ranking_fingerprint
from judging.scoring.standings import CALIBRATED, Standings
from judging.scoring.verdict import NOT_CONVERGED, USABLE, Verdict

RANKINGS = "judging.tasks.calculate_rankings"  # the task that is rung for
NOTHING_ENTERED = Verdict("nothing_entered")


class NotComputed(StateConflict):
    """The ranking of the marks as they are now is not kept yet: a worker computes it."""

    def __init__(self) -> None:
        super().__init__(_("The ranking of these marks is being computed. Look again in a minute."))


def calculations(marks: Marks) -> QuerySet[Calculation]:
    """What is kept for exactly these marks."""
    wanted = {"challenge__in": marks.challenge_ids, "inputs_sha256": marks.sha256}
    return Calculation.objects.filter(**wanted).select_related("challenge")


@dataclass(frozen=True)
class OfficialLines:
    """Each challenge's lines by the official number and the president's decisions, best first;
    and what they rest on: the marks, and the decisions made for them."""

    lines: dict[int, list[dict[str, Any]]]
    basis: dict[str, list]
    sha256s: dict[int, str]  # of each challenge's calculation
    results: dict[int, dict[str, Any]]
    decisions: list[TieDecision]  # all that were made there


def official_lines(event: Event) -> OfficialLines:
    """As it was computed from the marks as they are; raises NotComputed where it is not yet."""
    found: dict[int, list[dict[str, Any]]] = {}
    results: dict[int, dict[str, Any]] = {}
    gathered = marks_of(event)
    made = [ties.made_about(marks.challenge_ids) for marks in gathered]
    for marks, decisions in zip(gathered, made, strict=True):
        known = kept_results(marks)
        results |= known
        for challenge in marks.challenge_ids:
            found[challenge] = ties.apply_decisions(known[challenge]["lines"], decisions)
    sha256s = {pk: marks.sha256 for marks in gathered for pk in marks.challenge_ids}
    decisions = [row for rows in made for row in rows]
    return OfficialLines(found, basis_in(gathered, made), sha256s, results, decisions)


@dataclass(frozen=True)
class EarlierLines:
    """Each challenge's lines as they were computed last, for whatever marks that was, and when."""

    lines: dict[int, list[dict[str, Any]]]
    computed_at: dict[int, datetime]
    results: dict[int, dict[str, Any]]
    decisions: list[TieDecision]


def newest_lines(event: Event) -> EarlierLines:
    rows = Calculation.objects.filter(challenge__event=event)
    newest = list(rows.order_by("challenge_id", "-id").distinct("challenge_id"))
    made = ties.made_about([row.challenge_id for row in newest])
    return EarlierLines(
        {row.challenge_id: ties.apply_decisions(row.result["lines"], made) for row in newest},
        {row.challenge_id: row.computed_at for row in newest},
        {row.challenge_id: row.result for row in newest},
        made,
    )


def kept_results(marks: Marks) -> dict[int, dict[str, Any]]:
    """Each challenge's stored result for these marks; raises NotComputed."""
    known = {row.challenge_id: row.result for row in calculations(marks)}
    if known.keys() != set(marks.challenge_ids):
        raise NotComputed
    return known


@dataclass(frozen=True)
class ByMean:
    """A challenge's order by the plain mean, and the steps of the ladder that need no more.

    What only a calibration would settle is level. ``is_provisional`` says that the official order
    is a calibrated one, as far as can be told without computing it.
    """

    lines: list[dict[str, Any]]
    is_provisional: bool


def orders_by_mean(marks: Marks) -> dict[int, ByMean]:
    """Of each challenge; quick."""
    found = marks.standings_as_far_as_exact()
    rows = in_lines(found, marks)
    return {
        challenge: ByMean(
            rows[challenge],
            marks.officially == CALIBRATED
            and found.verdicts.get(place, NOTHING_ENTERED).code in (USABLE, NOT_CONVERGED),
        )
        for place, challenge in enumerate(marks.challenge_ids)
    }


def order_by(marks: Marks) -> dict[int, list[dict[str, Any]]]:
    """Each challenge's lines as the ladder leaves them, and nothing else: quicker to compute."""
    known = {row.challenge_id: row.result["lines"] for row in calculations(marks)}
    if known.keys() == set(marks.challenge_ids):
        return known
    return in_lines(marks.standings_by_mean() or marks.standings(), marks)


def in_lines(found: Standings, marks: Marks) -> dict[int, list[dict[str, Any]]]:
    bounds = points_at(found.calibration.draws, len(marks.submission_ids))
    return {
        challenge: lines(found, place, marks, bounds)
        for place, challenge in enumerate(marks.challenge_ids)
    }


def lines_for(challenge: Challenge, marks: Marks) -> list[dict[str, Any]]:
    """A challenge's lines as the ladder leaves them; raises NotComputed."""
    return kept_results(marks)[challenge.pk]["lines"]


def basis_of(event: Event) -> dict[str, list]:
    """What the official order rests on now; quick, as no ranking is computed."""
    gathered = marks_of(event)
    made = [ties.made_about(marks.challenge_ids) for marks in gathered]
    return basis_in(gathered, made)


def basis_in(gathered: list[Marks], made: list[list[TieDecision]]) -> dict[str, list]:
    return {
        "inputs": [marks.sha256 for marks in gathered],
        "decisions": [row.pk for decisions in made for row in decisions],
    }


def results(marks: Marks, found: Standings | None = None) -> dict[int, dict[str, Any]]:
    """For each challenge everything that its page tells, in ids and numbers."""
    found = found or marks.standings()
    bounds = points_at(found.calibration.draws, len(marks.submission_ids))
    ranking_sha256 = ranking_fingerprint(found)
    return {
        challenge: {
            "ranking_sha256": ranking_sha256,
            "lines": lines(found, place, marks, bounds),
            "verdict": verdict(found, place, marks),
            "disagree": found.numbers_disagree(place),
            "settlements": settlements(found, place, marks),
            "judges": judges(found, place, marks),
            "odd": odd_scorecards(found, place, marks),
            "criteria": [criterion.pk for criterion in marks.criteria],
            "correlations": plain_table(criteria_correlations(marks.marks)),
            "scale": list(marks.scale),
            "reviews": int(np.isin(marks.entries, np.flatnonzero(marks.challenges == place)).sum()),
        }
        for place, challenge in enumerate(marks.challenge_ids)
    }


def without_each(marks: Marks) -> dict[int, list[dict[str, Any]]]:
    """For each challenge who would be first without each judge who marked there; slow."""
    lowest, highest = marks.scale
    found = leave_one_judge_out(
        marks.entries,
        marks.judges,
        marks.marks,
        marks.weights,
        lowest=lowest,
        highest=highest,
        seed=SEED,
        challenges=marks.challenges,
        entry_count=len(marks.submission_ids),
        official=marks.officially,
        ladder=marks.steps,
    )
    return {
        challenge: [outcome_without(row, place, marks) for row in found if place in row.winners]
        for place, challenge in enumerate(marks.challenge_ids)
    }


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
                "marks_sha256": marks.line_sha256s[marks.submission_ids[line.entry]],
                **{name: getattr(line, name) for name in LINE},
                "points_low": low if usable else None,
                "points_high": high if usable else None,
            }
        )
    return rows


LINE = (
    "rank",
    "points",
    "plain",
    "plain_rank",
    "calibrated",
    "calibrated_rank",
    "low",
    "high",
    "best",
    "contender",
    "reviews",
)


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


def judges(found: Standings, place: int, marks: Marks) -> list[dict[str, Any]]:
    """Those who marked in this challenge: whoever reads its page learns of no other panel."""
    told = found.calibration
    here = marks.judges[marks.challenges[marks.entries] == place]
    counts = np.bincount(here, minlength=len(marks.judge_ids))
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
        if counts[row] and np.isfinite(told.severity[row])
    ]


def odd_scorecards(found: Standings, place: int, marks: Marks) -> list[dict[str, Any]]:
    own = [n for n in odd_reviews(found.calibration) if marks.challenges[marks.entries[n]] == place]
    return [
        {
            "judge": marks.judge_ids[marks.judges[n]],
            "submission": marks.submission_ids[marks.entries[n]],
            "residual": float(found.calibration.residual[n]),
        }
        for n in own
    ]


def outcome_without(row: LeftOut, place: int, marks: Marks) -> dict[str, Any]:
    """Who would be first without a judge who marked there, and whether that is somebody else."""
    return {
        "judge": marks.judge_ids[row.judge],
        "winners": [marks.submission_ids[entry] for entry in row.winners[place]],
        "changes": place in row.changes,
    }


def plain_table(values: np.ndarray) -> list[list[float | None]]:
    return [
        [None if np.isnan(value) else round(float(value), 3) for value in row] for row in values
    ]
