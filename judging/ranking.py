"""A challenge's ranking as its president and organisers read it: names, sentences, pictures."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge
from hackathon.models import User
from judging import ties
from judging.embargo import tied_teams
from judging.marks import marks_for
from judging.models import Calculation, Criterion, Judge, JuryRules, TieDecision
from judging.rulesheet import rules_of
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
        return kept | {"lines": ties.decided(kept["lines"], self.decisions)}

    @cached_property
    def decisions(self) -> list[TieDecision]:
        """The president's, as long as the marks are those that they were made for."""
        row = self.calculation
        return ties.made_for([row.challenge_id], row.inputs_sha256) if self.is_current else []


def shown_of(challenge: Challenge) -> Shown | None:
    marks, newest = marks_for(challenge), challenge.calculations.first()
    if marks is None:
        return None
    current = challenge.calculations.filter(inputs_sha256=marks.sha256).first()
    if current:
        return Shown(current, True)
    return Shown(newest, False) if newest else None


def hidden_from(user: User, challenge: Challenge) -> set[int]:
    """Submissions of which this person, as a judge, may know nothing."""
    own = Submission.objects.filter(team__challenge=challenge, team__in=tied_teams(user))
    return set(own.values_list("pk", flat=True))


def told(shown: Shown, challenge: Challenge, hidden: set[int]) -> dict[str, Any]:
    """Everything the page says."""
    result = shown.result
    submissions = names_of(challenge)
    judges = dict(Judge.objects.filter(event=challenge.event).values_list("pk", "name"))
    rows = [row for row in result["lines"] if row["submission"] not in hidden]
    span = span_of(result)
    return {
        "lines": [line_of(row, submissions, span) for row in rows],
        "is_beyond": is_beyond(result),
        "hidden": len(result["lines"]) - len(rows),
        "headline": headline(result, submissions, hidden, shown.decisions),
        "notes": notes(result, submissions, hidden, rules_of(challenge.event)),
        "judges": judge_lines(result, judges),
        "odd": [
            {"judge": judges.get(row["judge"]), "title": submissions[row["submission"]],
             "is_high": row["residual"] > 0}
            for row in result["odd"]
            if row["submission"] not in hidden
        ],
        "left_out": left_out(result, judges, submissions, hidden),
        "correlations": correlations(result),
        "settlements": settled(result, submissions, hidden),
        **ties.told(challenge, shown.calculation, shown.decisions, submissions, hidden),
    }  # fmt: skip


def names_of(challenge: Challenge) -> dict[int, str]:
    rows = Submission.objects.filter(team__challenge=challenge).select_related("team")
    return {row.pk: row.title or row.team.name for row in rows}


def span_of(result: dict[str, Any]) -> tuple[float, float]:
    """What the picture shows: all that is there, with a little air.

    A calibrated score may lie beyond the scale: its last mark says "at least".
    """
    lowest, highest = result["scale"]
    seen = [row[name] for row in result["lines"] for name in DRAWN if row[name] is not None]
    if not seen:
        return lowest, highest
    air = 0.04 * (highest - lowest)
    return min(seen) - air, max(seen) + air


def is_beyond(result: dict[str, Any]) -> bool:
    """Whether a calibrated score lies beyond the ends of the scale."""
    lowest, highest = result["scale"]
    scores = [row["calibrated"] for row in result["lines"] if row["calibrated"] is not None]
    return any(not lowest <= score <= highest for score in scores)


def in_percent(share: float) -> str:
    """Nothing that was drawn at random is certain or impossible."""
    return "> 99" if share > 0.99 else "< 1" if share < 0.01 else str(round(100 * share))


def line_of(row: dict[str, Any], submissions: dict[int, str], span: tuple[float, float]) -> dict:
    def x(value: float | None) -> float | None:
        if value is None:
            return None
        share = (value - span[0]) / ((span[1] - span[0]) or 1)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    return {
        **row,
        "title": submissions[row["submission"]],
        "x": {name: x(row[name]) for name in DRAWN},
        "best_percent": None if row["best"] is None else in_percent(row["best"]),
    }


def first_of(result: dict[str, Any], rank: str) -> list[int]:
    return [row["submission"] for row in result["lines"] if row[rank] == 1]


def quoted(submissions: dict[int, str], chosen: list[int]) -> str:
    return ", ".join(f"“{submissions[pk]}”" for pk in chosen)


def headline(
    result: dict, submissions: dict[int, str], hidden: set[int], decisions: list[TieDecision]
) -> str:
    winners = first_of(result, "rank")
    if not winners:
        return _("Nobody has been scored yet.")
    if set(winners) & hidden:
        return _("You have a conflict of interest with the first: it is not shown to you.")
    if len(winners) > 1:
        return _("A tie: %(titles)s are level, and the ladder does not part them.") % {
            "titles": quoted(submissions, winners)
        }
    row = next(row for row in result["lines"] if row["rank"] == 1)
    if any(winners[0] == decision.order[0] for decision in decisions):
        return _("%(title)s is first: the president decided the tie.") % {
            "title": quoted(submissions, winners)
        }
    if row["best"] is None:
        return _("%(title)s is first by the plain weighted mean.") % {
            "title": quoted(submissions, winners)
        }
    return _("%(title)s is first, and is the best project with a probability of %(sure)d %%.") % {
        "title": quoted(submissions, winners), "sure": min(99, round(100 * row["best"])),
    }  # fmt: skip


def notes(result: dict, submissions: dict, hidden: set[int], rules: JuryRules) -> list[str]:
    """What has to be known before anybody decides."""
    said = []
    if not result["verdict"]["usable"]:
        said.append(verdict_in_words(result["verdict"], submissions))
    plain, calibrated = first_of(result, "plain_rank"), first_of(result, "calibrated_rank")
    if result["disagree"] and not set(plain + calibrated) & hidden:
        official = rules.get_official_display()
        said.append(
            _(
                "The two numbers name different winners: the plain weighted mean %(plain)s, "
                "the calibrated score %(calibrated)s. Official is %(official)s."
            )
            % {
                "plain": quoted(submissions, plain),
                "calibrated": quoted(submissions, calibrated),
                "official": official,
            }
        )
    contenders = [row["submission"] for row in result["lines"] if row["contender"]]
    if len(contenders) > 1 and not set(contenders) & hidden:
        said.append(
            _("With 90 %% the best is one of these: %(titles)s.")
            % {"titles": quoted(submissions, contenders)}
        )
    return said


def verdict_in_words(verdict: dict[str, Any], submissions: dict[int, str]) -> str:
    given = verdict["parameters"]
    said = {
        "nothing_entered": lambda: _("No project was submitted."),
        "not_reviewed": lambda: (
            ngettext(
                "%(n)d submission has no review yet.",
                "%(n)d submissions have no review yet.",
                len(given["entries"]),
            )
            % {"n": len(given["entries"])}
        ),
        "too_few_reviews": lambda: (
            _("There are %(reviews)d reviews; %(needed)d are needed.") % given
        ),
        "too_few_judges": lambda: (
            _("%(judges)d judges have scored; %(needed)d are needed.") % given
        ),
        "not_connected": lambda: _("The reviews fall into groups that share no judge."),
        "not_converged": lambda: _("The computation did not settle."),
    }[verdict["code"]]()
    return _("Only the plain weighted mean is shown. %(why)s") % {"why": said}


def judge_lines(result: dict[str, Any], judges: dict[int, str]) -> list[dict[str, Any]]:
    """Each judge's severity as a dot with its uncertainty: left is strict, right is kind."""
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


def left_out(result: dict, judges: dict, submissions: dict, hidden: set[int]) -> dict[str, Any]:
    """Whether the winner stays if any one judge is left out, and who would change it."""
    number = "calibrated" if result["verdict"]["usable"] else "plain"
    first = first_of(result, f"{number}_rank")
    changes = [
        {"judge": judges.get(row["judge"]), "title": submissions.get(row[number])}
        for row in result["left_out"]
        if row[number] is not None and row[number] not in first and row[number] not in hidden
    ]
    return {"changes": changes, "stays": bool(first) and not changes and bool(result["left_out"])}


def correlations(result: dict[str, Any]) -> dict[str, Any]:
    names = dict(Criterion.objects.filter(pk__in=result["criteria"]).values_list("pk", "title"))
    titles = [names.get(pk, "") for pk in result["criteria"]]
    return {"titles": titles, "rows": list(zip(titles, result["correlations"], strict=True))}


def settled(result: dict, submissions: dict, hidden: set[int]) -> list[dict[str, Any]]:
    steps = {
        "other_number": JuryRules.Step.OTHER_NUMBER, "criterion": JuryRules.Step.FIRST_CRITERION,
        "median": JuryRules.Step.MEDIAN, "head_to_head": JuryRules.Step.HEAD_TO_HEAD,
    }  # fmt: skip
    return [
        {
            "step": steps[row["step"]].label,
            "order": [quoted(submissions, group) for group in row["order"]],
        }
        for row in result["settlements"]
        if len(row["order"]) > 1  # what a step left level it did not settle
        and not {pk for group in row["order"] for pk in group} & hidden
    ]
