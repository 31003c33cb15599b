"""The jury's marks as the arrays that ``scoring`` takes, and their ranking as it stands."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from django.db.models import QuerySet

from challenges.models import Challenge
from hackathon.models import Event
from judging.rules.models import Criterion, JuryRules
from judging.rules.selectors.rubric import criteria_of, rubric_among
from judging.rules.selectors.sheets import rules_of, sheet_of
from judging.scorecards.models import Score, Scorecard
from judging.scorecards.selectors import holding
from judging.scoring import recompute
from judging.scoring.calibrate import nothing_known
from judging.scoring.examine import exact_steps
from judging.scoring.fingerprint import fingerprint
from judging.scoring.ladder import Step
from judging.scoring.reviews import read
from judging.scoring.standings import CALIBRATED, PLAIN, Standings, standings
from teams.submissions.selectors.submissions import entered_versions

SEED = 2020
STEPS: dict[str, Step] = {
    JuryRules.Step.OTHER_NUMBER: Step("other_number"),
    JuryRules.Step.FIRST_CRITERION: Step("criterion", 0),
    JuryRules.Step.MEDIAN: Step("median"),
    JuryRules.Step.HEAD_TO_HEAD: Step("head_to_head"),
}


@dataclass(frozen=True, eq=False)
class Marks:
    """What one or more challenges with the same rubric are ranked by, in index form.

    ``entries`` and ``judges`` (n,) index ``submission_ids`` and ``judge_ids``; ``marks`` (n, C)
    on the first criterion's scale, NaN where there is none; ``challenges`` (P,) index
    ``challenge_ids``.
    """

    challenge_ids: list[int]
    submission_ids: list[int]
    judge_ids: list[int]
    criteria: list[Criterion]
    entries: np.ndarray
    judges: np.ndarray
    marks: np.ndarray
    challenges: np.ndarray
    official: str
    ladder: tuple[str, ...]
    rule_sheet: str = ""  # the SHA-256 of the published one

    @property
    def weights(self) -> list[float]:
        return [float(criterion.weight) for criterion in self.criteria]

    @property
    def scale(self) -> tuple[float, float]:
        first = self.criteria[0]
        return float(first.lowest), float(first.highest)

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """Everything that the ranking is computed from, as ``recompute`` takes it; no names."""
        lowest, highest = self.scale
        return {
            "entries": self.entries,
            "judges": self.judges,
            "marks": self.marks,
            "weights": self.weights,
            "challenges": self.challenges,
            "lowest": lowest,
            "highest": highest,
            "seed": SEED,
            "official": self.officially,
            "ladder": self.steps,
            "entry_count": len(self.submission_ids),
            "judge_count": len(self.judge_ids),
            "rule_sheet": self.rule_sheet,
            "numbering": self.numbering,
        }

    @cached_property
    def line_sha256s(self) -> dict[int, str]:
        """For each submission one number for all that it was marked, by whom and by which rules."""
        rules = {
            "weights": self.weights,
            "scale": self.scale,
            "official": self.officially,
            "criteria": [criterion.pk for criterion in self.criteria],
            "ladder": self.ladder,
        }
        found = {}
        for entry, submission in enumerate(self.submission_ids):
            own = np.flatnonzero(self.entries == entry)
            given = [[self.judge_ids[self.judges[row]], *self.marks[row].tolist()] for row in own]
            found[submission] = fingerprint({"marks": sorted(given), **rules})
        return found

    @property
    def numbering(self) -> str:
        """One number for whom the places stand for, which tells nobody who they are."""
        return fingerprint({"projects": self.submission_ids, "judges": self.judge_ids})

    @cached_property
    def sha256(self) -> str:
        """Names the ranking wherever it is shown: on pages, in minutes, in the export."""
        return fingerprint(self.document_inputs)

    @property
    def document_inputs(self) -> dict[str, Any]:
        """The inputs as the export tells them."""
        return recompute.inputs_of(**self.inputs)

    @property
    def officially(self) -> str:
        return CALIBRATED if self.official == JuryRules.Official.CALIBRATED else PLAIN

    @property
    def steps(self) -> list[Step]:
        return [STEPS[step] for step in self.ladder if step in STEPS]

    def standings_by_mean(self) -> Standings | None:
        """The official ranking where no calibration is needed for it: quick. None where one is."""
        if self.officially != PLAIN:
            return None
        found = self.standings_as_far_as_exact()
        is_settled = len(exact_steps(self.steps)) == len(self.steps) or not found.has_level_lines
        return found if is_settled else None

    def standings_as_far_as_exact(self) -> Standings:
        """By the plain mean and the steps of the ladder that need no calibration: quick. What is
        level then stays level."""
        exact = exact_steps(self.steps)
        lowest, highest = self.scale
        reviews = read(
            self.entries,
            self.judges,
            self.marks,
            self.weights,
            entry_count=len(self.submission_ids),
            judge_count=len(self.judge_ids),
        )
        return standings(
            self.entries,
            self.judges,
            self.marks,
            self.weights,
            lowest=lowest,
            highest=highest,
            challenges=self.challenges,
            entry_count=len(self.submission_ids),
            judge_count=len(self.judge_ids),
            official=PLAIN,
            ladder=exact,
            calibration=nothing_known(reviews, self.challenges),
        )

    def standings(self) -> Standings:
        lowest, highest = self.scale
        return standings(
            self.entries,
            self.judges,
            self.marks,
            self.weights,
            lowest=lowest,
            highest=highest,
            seed=SEED,
            challenges=self.challenges,
            entry_count=len(self.submission_ids),
            judge_count=len(self.judge_ids),
            official=self.officially,
            ladder=self.steps,
        )


def counted_cards(event: Event) -> QuerySet[Scorecard]:
    """Scorecards that count: handed in, not set aside, for what stands, no tie, and nothing left to
    settle about their judge and the team."""
    return holding.counting(event).prefetch_related("scores")


class Given(NamedTuple):
    """A mark, and the ends of the scale on which it was given."""

    value: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class Review:
    """A scorecard that counts, in numbers alone: a ranking reads hundreds of them."""

    judge: int
    version: int
    submission: int
    marks: dict[int, Given]  # a criterion's number to its mark


def reviews_of(event: Event, cards: list[holding.Handed] | None = None) -> list[Review]:
    """What ``counted_cards`` finds, in two queries and without a row's object; ``cards`` are the
    handed-in ones, where they have been read already."""
    given: dict[int, dict[int, Given]] = {}
    scores = Score.objects.filter(scorecard__judge__event=event)
    for card, criterion, *mark in scores.values_list(
        "scorecard", "criterion", "value", "lowest", "highest"
    ):
        given.setdefault(card, {})[criterion] = Given(*mark)
    if cards is None:
        cards = holding.settled_or_held(event)
    return [
        Review(card.judge, card.version, card.submission, given.get(card.pk, {}))
        for card in cards
        if card.counts
    ]


def marks_of(event: Event, cards: list[holding.Handed] | None = None) -> list[Marks]:
    """One for each set of challenges that share a rubric: judges are compared across them."""
    criteria, rules, sheet = criteria_of(event), rules_of(event), sheet_of(event)
    groups: dict[tuple[int, ...], list[Challenge]] = {}
    for challenge in event.challenges.all():
        rubric = rubric_among(criteria, challenge.pk)
        groups.setdefault(tuple(row.pk for row in rubric), []).append(challenge)
    entered = list(entered_versions(event).values_list("submission", "submission__team__challenge"))
    reviews = reviews_of(event, cards)
    known = {criterion.pk: criterion for criterion in criteria}
    return [
        gather_marks(
            [known[pk] for pk in rubric],
            challenges,
            entered,
            reviews,
            rules,
            sheet.sha256 if sheet else "",
        )
        for rubric, challenges in groups.items()
        if rubric
    ]


def marks_for(challenge: Challenge) -> Marks | None:
    """Those that a challenge is ranked by, with the others that share its rubric."""
    return next((m for m in marks_of(challenge.event) if challenge.pk in m.challenge_ids), None)


def gather_marks(
    rubric: list[Criterion],
    challenges: list[Challenge],
    submissions: list[tuple[int, int]],
    reviews: list[Review],
    rules: JuryRules,
    rule_sheet: str,
) -> Marks:
    """``submissions`` are all that were entered in the event, each with its challenge."""
    places = {challenge.pk: place for place, challenge in enumerate(challenges)}
    entered = sorted(pair for pair in submissions if pair[1] in places)
    entry_of = {submission: place for place, (submission, _challenge) in enumerate(entered)}
    counted = [review for review in reviews if review.submission in entry_of]
    counted.sort(key=lambda review: (review.judge, review.version))
    judge_ids = sorted({review.judge for review in counted})
    judge_of = {judge: place for place, judge in enumerate(judge_ids)}
    table = [row_of(review, rubric) for review in counted]
    return Marks(
        challenge_ids=[challenge.pk for challenge in challenges],
        submission_ids=[submission for submission, _challenge in entered],
        judge_ids=judge_ids,
        criteria=rubric,
        entries=np.array([entry_of[review.submission] for review in counted], np.int64),
        judges=np.array([judge_of[review.judge] for review in counted], np.int64),
        marks=np.array(table, np.float64).reshape(len(counted), len(rubric)),
        challenges=np.array([places[challenge] for _submission, challenge in entered], np.int64),
        official=rules.official,
        ladder=tuple(rules.ladder),
        rule_sheet=rule_sheet,
    )


def row_of(review: Review, rubric: list[Criterion]) -> list[float]:
    given, first = review.marks, rubric[0]
    return [
        on_scale(given[row.pk].value, given[row.pk], first) if row.pk in given else np.nan
        for row in rubric
    ]


def on_scale(value: int, own: Criterion | Given, first: Criterion) -> float:
    """A mark that was given on another scale, moved onto the first criterion's."""
    if (own.lowest, own.highest) == (first.lowest, first.highest):
        return float(value)
    share = (value - own.lowest) / (own.highest - own.lowest)
    return first.lowest + share * (first.highest - first.lowest)
