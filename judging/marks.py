"""The jury's marks as the arrays that ``scoring`` takes, and their ranking as it stands."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from challenges.models import Challenge
from hackathon.models import Event
from judging.models import Conflict, Criterion, JuryRules, Scorecard
from judging.rubric import criteria_of, rubric_among
from judging.rulesheet import rules_of
from judging.scoring.fingerprint import fingerprint
from judging.scoring.ladder import Step
from judging.scoring.standings import CALIBRATED, PLAIN, Standings, standings
from teams.selectors import entered_versions

SEED = 2020
SAID_OTHERWISE = ("official", "ladder")
STEPS = {
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

    @property
    def weights(self) -> list[float]:
        return [float(criterion.weight) for criterion in self.criteria]

    @property
    def scale(self) -> tuple[float, float]:
        first = self.criteria[0]
        return float(first.lowest), float(first.highest)

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """Everything that the ranking is computed from; no names."""
        lowest, highest = self.scale
        return {
            "entries": self.entries, "judges": self.judges, "marks": self.marks,
            "weights": self.weights, "challenges": self.challenges, "lowest": lowest,
            "highest": highest, "seed": SEED, "official": self.official,
            "ladder": list(self.ladder), "entry_count": len(self.submission_ids),
            "judge_count": len(self.judge_ids),
        }  # fmt: skip

    @cached_property
    def sha256(self) -> str:
        return fingerprint(self.inputs)

    def for_export(self) -> dict[str, Any]:
        """The arguments of ``recompute.export``."""
        own = {name: value for name, value in self.inputs.items() if name not in SAID_OTHERWISE}
        return own | {"official": self.officially, "ladder": self.steps}

    @property
    def officially(self) -> str:
        return CALIBRATED if self.official == JuryRules.Official.CALIBRATED else PLAIN

    @property
    def steps(self) -> list[Step]:
        return [STEPS[step] for step in self.ladder if step in STEPS]

    def standings(self) -> Standings:
        lowest, highest = self.scale
        return standings(
            self.entries, self.judges, self.marks, self.weights, lowest=lowest, highest=highest,
            seed=SEED, challenges=self.challenges, entry_count=len(self.submission_ids),
            judge_count=len(self.judge_ids),
            official=self.officially, ladder=self.steps,
        )  # fmt: skip


def counted_cards(event: Event) -> QuerySet[Scorecard]:
    """Scorecards that count: handed in, not set aside, for the version that stands, no tie."""
    tied = Conflict.objects.standing().filter(
        judge=OuterRef("judge"), team=OuterRef("version__submission__team")
    )
    standing = entered_versions(event).values("pk")
    cards = Scorecard.objects.counted().filter(judge__event=event, version__in=standing)
    return cards.exclude(Exists(tied)).prefetch_related("scores")


def marks_of(event: Event) -> list[Marks]:
    """One for each set of challenges that share a rubric: judges are compared across them."""
    criteria, rules = criteria_of(event), rules_of(event)
    groups: dict[tuple[int, ...], list[Challenge]] = {}
    for challenge in event.challenges.all():
        rubric = rubric_among(criteria, challenge.pk)
        groups.setdefault(tuple(row.pk for row in rubric), []).append(challenge)
    versions = list(entered_versions(event))
    cards = list(counted_cards(event))
    known = {criterion.pk: criterion for criterion in criteria}
    return [
        gathered([known[pk] for pk in rubric], challenges, versions, cards, rules)
        for rubric, challenges in groups.items()
        if rubric
    ]


def marks_for(challenge: Challenge) -> Marks | None:
    """Those that a challenge is ranked by, with the others that share its rubric."""
    return next((m for m in marks_of(challenge.event) if challenge.pk in m.challenge_ids), None)


def gathered(
    rubric: list[Criterion],
    challenges: list[Challenge],
    versions: list,
    cards: list,
    rules: JuryRules,
) -> Marks:
    places = {challenge.pk: place for place, challenge in enumerate(challenges)}
    entered = [v for v in versions if v.submission.team.challenge_id in places]
    entered.sort(key=lambda version: version.submission_id)
    entry_of = {version.pk: place for place, version in enumerate(entered)}
    counted = [card for card in cards if card.version_id in entry_of]
    counted.sort(key=lambda card: (card.judge_id, card.version_id))
    judge_ids = sorted({card.judge_id for card in counted})
    judge_of = {judge: place for place, judge in enumerate(judge_ids)}
    table = [row_of(card, rubric) for card in counted]
    return Marks(
        challenge_ids=[challenge.pk for challenge in challenges],
        submission_ids=[version.submission_id for version in entered],
        judge_ids=judge_ids,
        criteria=rubric,
        entries=np.array([entry_of[card.version_id] for card in counted], np.int64),
        judges=np.array([judge_of[card.judge_id] for card in counted], np.int64),
        marks=np.array(table, np.float64).reshape(len(counted), len(rubric)),
        challenges=np.array([places[v.submission.team.challenge_id] for v in entered], np.int64),
        official=rules.official,
        ladder=tuple(rules.ladder),
    )


def row_of(card: Scorecard, rubric: list[Criterion]) -> list[float]:
    given = {score.criterion_id: score.value for score in card.scores.all()}
    first = rubric[0]
    return [on_scale(given[row.pk], row, first) if row.pk in given else np.nan for row in rubric]


def on_scale(value: int, own: Criterion, first: Criterion) -> float:
    """A mark of a criterion with another scale, moved onto the first criterion's."""
    if (own.lowest, own.highest) == (first.lowest, first.highest):
        return float(value)
    share = (value - own.lowest) / (own.highest - own.lowest)
    return first.lowest + share * (first.highest - first.lowest)
