"""A challenge's ranking as its president and organisers read it: names, sentences, pictures."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from challenges.models import Challenge
from judging.jury.models import Judge
from judging.ranking.models import Calculation, CalculationJob, TieDecision
from judging.ranking.rounding import show_points
from judging.ranking.selectors import ties
from judging.ranking.selectors.leaderboard import Board
from judging.ranking.selectors.official import Official
from judging.ranking.selectors.words import (
    headline,
    in_percent,
    is_by_calibration,
    notes,
    quote_titles,
)
from judging.rules.models import Criterion, JuryRules
from judging.rules.selectors.sheets import rules_of
from judging.scorecards.selectors.holding import Held, held_in
from judging.scorecards.selectors.marks import marks_for
from teams.models import Submission

WIDTH, MARGIN = 560, 12  # of an interval's picture, in its own units
DRAWN = ("points_low", "points_high", "calibrated", "plain")


@dataclass(frozen=True)
class Shown:
    """The newest calculation, and whether the marks have moved on since."""

    calculation: Calculation
    is_current: bool

    @cached_property
    def result(self) -> dict[str, Any]:
        """As it was computed, in the order that the president's decisions give it."""
        kept = self.calculation.result
        return kept | {"lines": ties.apply_decisions(kept["lines"], self.decisions)}

    @cached_property
    def decisions(self) -> list[TieDecision]:
        """All of the president's; which of them stand, depends on what is level."""
        return ties.made_about([self.calculation.challenge_id]) if self.is_current else []

    @property
    def standing_decisions(self) -> list[TieDecision]:
        return ties.standing_in(self.calculation.result["lines"], self.decisions)


def shown_of(challenge: Challenge) -> Shown | None:
    marks, newest = marks_for(challenge), challenge.calculations.first()
    if marks is None:
        return None
    current = challenge.calculations.filter(inputs_sha256=marks.sha256).first()
    if current:
        return Shown(current, True)
    return Shown(newest, False) if newest else None


def job_of(challenge: Challenge) -> CalculationJob | None:
    """The ranking of the marks as they are, if it is noted and not computed."""
    marks = marks_for(challenge)
    if marks is None:
        return None
    jobs = challenge.event.calculation_jobs.filter(kind=CalculationJob.Kind.RANKING)
    return jobs.filter(inputs_sha256=marks.sha256).first()


def job_without_each(shown: Shown) -> CalculationJob | None:
    """Whether one judge alone decides who wins, if somebody has asked and it is not computed."""
    jobs = CalculationJob.objects.filter(kind=CalculationJob.Kind.WITHOUT_EACH)
    event = shown.calculation.challenge.event_id
    return jobs.filter(event=event, inputs_sha256=shown.calculation.inputs_sha256).first()


def held_of(challenge: Challenge) -> list[Held]:
    """Scorecards that wait to be settled."""
    return held_in(challenge.event, [challenge])


def describe_ranking(shown: Shown, challenge: Challenge) -> dict[str, Any]:
    """Everything the page says, for whoever may know all of it."""
    result, rules = shown.result, rules_of(challenge.event)
    submissions = names_of(challenge, result)
    judges = dict(Judge.objects.filter(event=challenge.event).values_list("pk", "name"))
    span = span_of(result)
    return {
        "lines": [line_of(row, submissions, span) for row in result["lines"]],
        "axis": axis_of(span),
        "has_reach": any(row["points_low"] is not None for row in result["lines"]),
        "is_calibrated": is_by_calibration(result, rules),
        "headline": headline(result, submissions, shown.standing_decisions, rules),
        "notes": notes(result, submissions, rules),
        "judges": judge_lines(result, judges),
        "odd": [
            {
                "judge": judges.get(row["judge"]),
                "title": submissions[row["submission"]],
                "is_high": row["residual"] > 0,
            }
            for row in result["odd"]
        ],
        "left_out": left_out(shown, judges, submissions),
        "correlations": correlations(result),
        "settlements": settlements_in(result, submissions, shown.standing_decisions),
        **ties.describe_ties(challenge, shown.calculation, shown.decisions, submissions),
    }


def names_of(challenge: Challenge, result: dict[str, Any] | None = None) -> dict[int, str]:
    """The projects of the challenge; and those that were ranked there and have been moved since."""
    ranked = [row["submission"] for row in result["lines"]] if result else []
    rows = Submission.objects.filter(Q(team__challenge=challenge) | Q(pk__in=ranked))
    rows = rows.select_related("team")
    return {row.pk: row.title or row.team.name for row in rows}


def span_of(result: dict[str, Any]) -> tuple[float, float]:
    """What the picture shows: from a whole mark to a whole mark, all that is there."""
    seen = [row[name] for row in result["lines"] for name in DRAWN if row[name] is not None]
    if not seen:
        return tuple(result["scale"])
    low, high = math.floor(min(seen)), math.ceil(max(seen))
    return low, max(high, low + 1)


def axis_of(span: tuple[float, float]) -> list[dict[str, Any]]:
    """The whole marks under the picture, with their place in it; at most about ten of them."""
    low, high = span
    step = max(1, math.ceil((high - low) / 10))
    marks = range(int(low), int(high) + 1, step)
    places = {mark: place_of(mark, span) or 0 for mark in marks}
    return [{"label": mark, "x": x, "percent": 100 * x / WIDTH} for mark, x in places.items()]


def place_of(value: float | None, span: tuple[float, float]) -> float | None:
    if value is None:
        return None
    share = (value - span[0]) / (span[1] - span[0])
    return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)


def line_of(row: dict[str, Any], submissions: dict[int, str], span: tuple[float, float]) -> dict:
    return {
        **row,
        "title": submissions[row["submission"]],
        "x": {name: place_of(row[name], span) for name in DRAWN},
        "shown_points": "" if row["points"] is None else show_points(row["points"]),
        "best_percent": None if row["best"] is None else in_percent(row["best"]),
    }


def judge_lines(result: dict[str, Any], judges: dict[int, str]) -> list[dict[str, Any]]:
    """Each judge's severity as a dot with its uncertainty: left is kind, right is strict."""
    usable = result["verdict"]["usable"]
    reach = (
        max((abs(r["severity"]) + 2 * r["severity_sd"] for r in result["judges"]), default=1) or 1
    )

    def x(value: float) -> float:
        return round(WIDTH / 2 + value / reach * (WIDTH / 2 - MARGIN), 1)

    return [
        {
            **row,
            "name": judges.get(row["judge"]),
            "x": x(row["severity"]),
            "low": x(row["severity"] - 1.64 * row["severity_sd"]),
            "high": x(row["severity"] + 1.64 * row["severity_sd"]),
        }
        for row in result["judges"]
        if usable
    ]


def left_out(shown: Shown, judges: dict, submissions: dict[int, str]) -> dict[str, Any]:
    """Whether the winner stays if any one judge is left out, and who would change it.

    Computed when a reader asks for it: ``is_offered`` says that nobody has yet.
    """
    if shown.calculation.left_out is None:
        return {"changes": [], "stays": False, "is_offered": shown.is_current}
    changes = [
        {
            "judge": judges.get(row["judge"]),
            "titles": quote_titles(submissions, row["winners"]),
            "are_level": len(row["winners"]) > 1,
        }
        for row in shown.calculation.left_out
        if row["changes"]
    ]
    stays = bool(shown.calculation.left_out) and not changes
    return {"changes": changes, "stays": stays, "is_offered": False}


def correlations(result: dict[str, Any]) -> dict[str, Any]:
    names = dict(Criterion.objects.filter(pk__in=result["criteria"]).values_list("pk", "title"))
    titles = [names.get(pk, "") for pk in result["criteria"]]
    return {"titles": titles, "rows": list(zip(titles, result["correlations"], strict=True))}


@dataclass(frozen=True)
class Settlement:
    """Why projects with equal numbers do not share a rank; ``order`` is the best first.

    By a step of the rules, or (without one) by digits of ``points`` that are not shown.
    """

    order: list[str]
    step: str = ""
    points: str = ""


def how_settled(board: Board, official: Official) -> dict[str, Any]:
    """Why projects of this challenge with equal numbers do not share a rank."""
    result = official.results.get(board.challenge.pk)
    if result is None:
        return {}
    standing = ties.standing_in(result["lines"], official.decisions)
    names = {line.submission.pk: line.version.title for line in board.lines}
    if not {row["submission"] for row in result["lines"]} <= names.keys():  # one has moved since
        names = names_of(board.challenge, result)
    lines = {"lines": ties.apply_decisions(result["lines"], official.decisions)}
    decided = [(row, [names[pk] for pk in row.order]) for row in standing]
    return {"settlements": settlements_in(result | lines, names, standing), "decided": decided}


def settlements_in(
    result: dict[str, Any], submissions: dict[int, str], decisions: Sequence[TieDecision] = ()
) -> list[Settlement]:
    """``decisions`` are the president's that stand: those are told elsewhere."""
    parted = [{pk for group in row["order"] for pk in group} for row in result["settlements"]]
    parted += [set(decision.order) for decision in decisions]
    steps = {
        "other_number": JuryRules.Step.OTHER_NUMBER,
        "criterion": JuryRules.Step.FIRST_CRITERION,
        "median": JuryRules.Step.MEDIAN,
        "head_to_head": JuryRules.Step.HEAD_TO_HEAD,
    }
    by_steps = [
        Settlement(
            [quote_titles(submissions, group) for group in row["order"]],
            str(steps[row["step"]].label),
        )
        for row in result["settlements"]
        if len(row["order"]) > 1  # what a step left level it did not settle
    ]
    return by_steps + list(alike_as_shown(result["lines"], submissions, parted))


def alike_as_shown(
    lines: list[dict[str, Any]], submissions: dict[int, str], parted: list[set[int]]
) -> Iterator[Settlement]:
    """Projects of different ranks whose points show the same digits, and nothing tells why."""
    by_points: dict[str, list[dict[str, Any]]] = {}
    for row in lines:
        if row["rank"] is not None:
            by_points.setdefault(show_points(row["points"]), []).append(row)
    for points, rows in by_points.items():
        alike = {row["submission"] for row in rows}
        ranks = sorted({row["rank"] for row in rows})
        if len(ranks) > 1 and not any(alike <= told for told in parted):
            groups = [[row["submission"] for row in rows if row["rank"] == rank] for rank in ranks]
            yield Settlement([quote_titles(submissions, group) for group in groups], points=points)
