"""How ties are settled: the event's ladder, one step after the other, each leaving its trace."""

from dataclasses import dataclass, field

import numpy as np

from judging.scoring.measured import Measured
from judging.scoring.numbers import Array, sums
from judging.scoring.reviews import Reviews

KINDS = ("criterion", "median", "head_to_head", "other_number")


@dataclass(frozen=True)
class Step:
    """One rung. ``criterion`` is the column of the marks that a step of that kind looks at."""

    kind: str
    criterion: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a step must be one of {', '.join(KINDS)}")
        if (self.kind == "criterion") != (self.criterion is not None):
            raise ValueError("a step by criterion names one, and no other step does")


@dataclass(frozen=True)
class Settlement:
    """What one step said about entries that were level until then; ``order`` is best first."""

    step: Step
    values: tuple[tuple[int, float], ...]  # entry, value; NaN where there is none
    order: tuple[tuple[int, ...], ...]


Order = list[tuple[int, ...]]  # best first; who is level stands together


@dataclass(frozen=True)
class Ladder:
    """The event's steps with what they look at."""

    steps: tuple[Step, ...]
    reviews: Reviews
    other_number: Measured
    marks: Array  # of all criteria, a row per review of ``reviews``
    known: dict[tuple[Step, int], float] = field(default_factory=dict)

    def order_by(
        self, number: Measured, entries: tuple[int, ...]
    ) -> tuple[Order, list[Settlement]]:
        """All entries by a number, those that it leaves level by the steps, and what these did."""
        return self.arranged(number, tuple(sorted(entries)), 0)

    def settle(self, tied: tuple[int, ...]) -> tuple[Order, list[Settlement]]:
        """The tied entries in order, and what each step did; who stays together stays tied."""
        return self.settled(tuple(sorted(tied)), 0)

    def settled(self, tied: tuple[int, ...], rung: int) -> tuple[Order, list[Settlement]]:
        if len(tied) < 2 or rung == len(self.steps):
            return [tied], []
        step = self.steps[rung]
        number = self.measured(step, tied)
        order, trace = self.arranged(number, tied, rung + 1)
        said = Settlement(
            step,
            tuple((entry, float(number.shown[entry])) for entry in tied),
            tuple(number.groups(tied)),
        )
        return order, [said, *trace]

    def arranged(
        self, number: Measured, entries: tuple[int, ...], rung: int
    ) -> tuple[Order, list[Settlement]]:
        """By a number, and from a rung on by the steps.

        Being level does not carry over: one may be level with two that are told apart. So where a
        group holds such two, a step is asked only about those who have nobody above them, and
        gives but the first place; then all others are looked at again. Nobody is put above one
        that the number puts above them. Where no step is left, all of the group are level.
        """
        order: Order = []
        trace: list[Settlement] = []
        for group in number.groups(entries):
            left = group
            while left:
                asked = number.first_of(left) if rung < len(self.steps) else left
                inner, more = self.settled(asked, rung)
                placed = inner if len(asked) == len(left) else inner[:1]
                order += placed
                trace += more
                gone = {entry for level in placed for entry in level}
                left = tuple(entry for entry in left if entry not in gone)
        return order, trace

    def measured(self, step: Step, tied: tuple[int, ...]) -> Measured:
        """What a step looks at."""
        if step.kind == "other_number":
            return self.other_number
        shown = np.full(self.reviews.entry_count, np.nan)
        if step.kind == "head_to_head":
            shown[list(tied)] = self.head_to_head(tied)
        else:
            shown[list(tied)] = [self.value(step, entry) for entry in tied]
        return Measured(shown)

    def value(self, step: Step, entry: int) -> float:
        """Of one entry by itself: its mean on a criterion, or the median of its reviews."""
        if (step, entry) not in self.known:
            every = step.criterion is None
            marks = self.reviews.totals if every else self.marks[:, step.criterion]
            middle = np.median if step.kind == "median" else np.mean
            own = np.sort(marks[(self.reviews.entries == entry) & ~np.isnan(marks)])
            self.known[step, entry] = float(middle(own)) if len(own) else np.nan
        return self.known[step, entry]

    def head_to_head(self, tied: tuple[int, ...]) -> Array:
        """Each entry's wins less defeats against the others, judge by judge who saw both."""
        table = np.full((self.reviews.judge_count, len(tied)), np.nan)
        for place, entry in enumerate(tied):
            own = self.reviews.entries == entry
            judges, count = self.reviews.judges[own], self.reviews.judge_count
            seen = np.bincount(judges, minlength=count)
            points = sums(judges, self.reviews.totals[own], count)
            table[seen > 0, place] = points[seen > 0] / seen[seen > 0]
        table = np.round(table, 9)
        return np.array(
            [np.nansum(np.sign(table[:, [place]] - table)) for place in range(len(tied))]
        )
