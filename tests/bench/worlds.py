"""Made-up juries whose truth is known: what a ranking is measured against.

A world has entries of true quality (standard deviation 1) on correlated criteria, and judges who
differ in severity, use of the scale, care and conflicts, some of whom leave half way. The
scenarios bend this in ways that the calibrated model does not know of.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from judging.scoring.assign import assign

WEIGHTS = np.array([0.35, 0.30, 0.20, 0.15])
CRITERIA = len(WEIGHTS)


@dataclass(frozen=True)
class Scenario:
    name: str
    entries: int
    judges: int
    reviews: float | None  # of each entry; None: everyone sees everything
    limit: int | None = None  # reviews a judge
    challenges: int = 1
    own_juries: bool = False
    lowest: int = 1
    highest: int = 10
    middle: float = 6.5
    points: float = 1.4  # mark points per standard deviation of quality
    severity: float = 1.0  # standard deviations from here on; severities in mark points
    severity_by_criterion: float = 0.3
    scale_use: float = 0.3  # of its logarithm
    noise_spread: float = 0.3  # of its logarithm
    halo: float = 0.9  # noise that a review's criteria share, in quality
    criterion_noise: float = 0.7
    likeness: float = 0.6  # correlation of the criteria's true quality
    careless: float = 0.1  # chances from here on
    conflict: float = 0.03
    leaving: float = 0.1
    lost_review: float = 0.03
    lost_mark: float = 0.02
    bend: str = ""  # favour, sabotage, curved, drift, taste, heavy, crowded, confounded


MIDDLE = Scenario("M5", 60, 15, 5)
SCENARIOS = (
    MIDDLE,
    Scenario("L3", 200, 100, 3, limit=10),
    Scenario("S20", 20, 4, None),
    Scenario("SEED", 20, 4, None, challenges=4),
    Scenario("SEEDJ", 20, 16, None, challenges=4, own_juries=True),
    Scenario("M2", 60, 15, 2),
    Scenario("M1", 60, 15, 1.25, limit=5),
    Scenario("L3c", 200, 60, 3, limit=10),
    Scenario("ADV-S", 20, 4, None, bend="favour"),
    replace(MIDDLE, name="ADV-M", bend="favour"),
    replace(MIDDLE, name="ADV2-M", bend="sabotage"),
    Scenario("ADV-L", 200, 100, 3, limit=10, bend="favour"),
    replace(
        MIDDLE,
        name="M5-null",
        severity=0.0,
        severity_by_criterion=0.0,
        scale_use=0.0,
        noise_spread=0.0,
        careless=0.0,
    ),
    replace(MIDDLE, name="M5-lowsev", severity=0.6),
    replace(MIDDLE, name="M5-highsev", severity=1.6),
    replace(MIDDLE, name="M5-nonlin", bend="curved"),
    replace(MIDDLE, name="M5-drift", bend="drift"),
    replace(MIDDLE, name="M5-taste", bend="taste"),
    replace(MIDDLE, name="M5-heavy", bend="heavy"),
    replace(MIDDLE, name="M5-skew", bend="crowded"),
    replace(
        MIDDLE,
        name="M5-scale5",
        highest=5,
        middle=3.4,
        points=0.7,
        severity=0.5,
        severity_by_criterion=0.15,
    ),
    replace(MIDDLE, name="M5-careless3", careless=0.25),
    replace(MIDDLE, name="CONF", challenges=4, bend="confounded"),
)


@dataclass(frozen=True, eq=False)
class Marks:
    """What the jury handed in."""

    entries: np.ndarray
    judges: np.ndarray
    marks: np.ndarray

    @property
    def totals(self) -> np.ndarray:
        given = ~np.isnan(self.marks)
        return np.nansum(self.marks * WEIGHTS, axis=1) / (given * WEIGHTS).sum(axis=1)


class World:
    """One jury and its entries; everything that chance decides is decided at once."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario, self.seed = scenario, seed
        chance = np.random.default_rng([seed, 7])
        self.challenges = np.arange(scenario.entries) % scenario.challenges
        self.quality = self.qualities(chance)
        self.truth = self.quality @ WEIGHTS
        self.conflicts = chance.random((scenario.judges, scenario.entries)) < scenario.conflict
        self.friend = -1
        self.marks = self.marked(chance)
        self.panels = self.panel(chance)
        shape = (scenario.judges, scenario.entries)
        self.lost = chance.random(shape) < scenario.lost_review
        self.lost_marks = chance.random((*shape, CRITERIA)) < scenario.lost_mark
        leaving = chance.random(scenario.judges) < scenario.leaving
        self.stays = np.where(leaving, chance.random(scenario.judges), 1.0)

    def qualities(self, chance: np.random.Generator) -> np.ndarray:
        s = self.scenario
        common = chance.normal(size=s.entries)
        if s.bend == "crowded":  # a long tail below, many near the top
            common = (2.0 - chance.gamma(2.0, 1.0, s.entries)) / math.sqrt(2.0)
        if s.bend == "heavy":
            common = chance.standard_t(4, s.entries) / math.sqrt(2.0)
        own = chance.normal(size=(s.entries, CRITERIA))
        quality = math.sqrt(s.likeness) * common[:, None] + math.sqrt(1 - s.likeness) * own
        quality /= math.sqrt(s.likeness + (1 - s.likeness) * (WEIGHTS**2).sum())
        if s.bend == "confounded":  # challenges differ in level
            quality += chance.normal(0, 0.7, s.challenges)[self.challenges][:, None]
        return quality

    def marked(self, chance: np.random.Generator) -> np.ndarray:
        """The marks (J, P, C) that each judge would give, before they are rounded to the scale."""
        s = self.scenario
        severity = chance.normal(size=s.judges) * s.severity
        by_criterion = chance.normal(size=(s.judges, CRITERIA)) * s.severity_by_criterion
        use = np.exp(chance.normal(size=s.judges) * s.scale_use)
        noise = np.exp(chance.normal(size=s.judges) * s.noise_spread)
        careless, flat = chance.random(s.judges) < s.careless, chance.random(s.judges) < 0.5
        noise *= np.where(careless, np.where(flat, 2.0, 3.0), 1.0)
        use *= np.where(careless & flat, 0.3, 1.0)
        shape = (s.judges, s.entries)
        halo = chance.normal(size=shape)[:, :, None] * s.halo
        seen = halo + chance.normal(size=(*shape, CRITERIA)) * s.criterion_noise
        seen = self.quality + noise[:, None, None] * seen
        if s.bend == "taste":
            kind = chance.integers(0, 6, s.entries)
            seen += chance.normal(0, 0.5, (s.judges, 6))[:, kind][:, :, None]
        marks = s.middle + severity[:, None, None] + by_criterion[:, None, :]
        marks = marks + s.points * use[:, None, None] * seen
        return self.bent(marks, chance)

    def bent(self, marks: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        s = self.scenario
        self.drift = np.zeros(s.judges)
        if s.bend == "curved":
            power = np.exp(chance.normal(0, 0.5, s.judges))[:, None, None]
            share = np.clip((marks - s.lowest + 0.5) / (s.highest - s.lowest + 1), 1e-6, 1)
            marks = s.lowest - 0.5 + (s.highest - s.lowest + 1) * share**power
        if s.bend == "drift":
            self.drift = chance.normal(0.9, 0.4, s.judges)
        if s.bend in ("favour", "sabotage"):
            order = np.argsort(-self.truth)
            self.friend = int(order[chance.integers(2, 9)])
            self.conflicts[0, self.friend] = False
            marks[0, self.friend] += 0.35 * s.highest
            rivals = [entry for entry in order[:3] if entry != self.friend]
            if s.bend == "sabotage":
                marks[0, rivals] -= 0.3 * s.highest
        return marks

    def panel(self, chance: np.random.Generator) -> np.ndarray:
        s = self.scenario
        home = (np.arange(s.judges) % s.challenges)[:, None] == self.challenges
        if s.own_juries:
            return home
        if s.bend == "confounded":  # judges mostly stay with one challenge
            return home | (chance.random(home.shape) < 0.2)
        return np.ones(home.shape, bool)

    def queues(self, reviews: float | None = None) -> list[list[int]]:
        """Who reviews what, in which order; ``reviews`` of each entry, else the scenario's."""
        s = self.scenario
        reviews = s.reviews if reviews is None else reviews
        need = None
        if reviews is not None:
            chance = np.random.default_rng([self.seed, 8])
            more = round((reviews - math.floor(reviews)) * s.entries)
            need = np.full(s.entries, math.floor(reviews))
            need[chance.permutation(s.entries)[:more]] += 1
        begun = np.zeros(self.conflicts.shape, bool)
        if self.friend >= 0:
            begun[0, self.friend] = True
        return assign(
            s.judges,
            s.entries,
            need=need,
            limits=s.limit,
            conflicts=self.conflicts,
            panels=self.panels,
            begun=begun,
            seed=self.seed,
        ).queues()

    def observe(self, queues: list[list[int]]) -> Marks:
        """What comes in when the judges work through their queues."""
        s = self.scenario
        entries, judges, marks = [], [], []
        for judge, queue in enumerate(queues):
            last = max(len(queue) - 1, 1)
            for place, entry in enumerate(queue[: math.ceil(len(queue) * self.stays[judge])]):
                gaps = self.lost_marks[judge, entry]
                if self.lost[judge, entry] or gaps.all():
                    continue
                given = self.marks[judge, entry] + self.drift[judge] * (place / last - 0.5)
                given = np.clip(np.rint(given), s.lowest, s.highest)
                entries.append(entry)
                judges.append(judge)
                marks.append(np.where(gaps, np.nan, given))
        return Marks(np.array(entries), np.array(judges), np.array(marks))
