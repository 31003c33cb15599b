"""Juries that chance makes up, as small and as odd as they come."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

LOWEST, HIGHEST = 1, 5
SCALE = {"lowest": LOWEST, "highest": HIGHEST}
HABITS = ("free", "free", "constant", "only_top", "only_bottom", "ends", "copies", "opposes")


@dataclass(frozen=True, eq=False)
class SmallWorld:
    entries: np.ndarray
    judges: np.ndarray
    marks: np.ndarray
    weights: list[int]
    entry_count: int
    judge_count: int

    @property
    def arrays(self):
        return self.entries, self.judges, self.marks, self.weights

    @property
    def counted(self):
        """The marks on criteria that have a weight."""
        return self.marks[:, np.array(self.weights) > 0]

    @property
    def counts(self):
        return {"entry_count": self.entry_count, "judge_count": self.judge_count}

    def renumbered(self, entry, judge, rows):
        """The same with other numbers (of each entry and judge), its rows in another order."""
        return SmallWorld(
            entry[self.entries][rows],
            judge[self.judges][rows],
            self.marks[rows],
            self.weights,
            self.entry_count,
            self.judge_count,
        )

    def with_copy_of_entry(self, entry):
        """A further entry, with the same marks from the same judges."""
        own = self.entries == entry
        return SmallWorld(
            np.append(self.entries, np.full(own.sum(), self.entry_count)),
            np.append(self.judges, self.judges[own]),
            np.vstack([self.marks, self.marks[own]]),
            self.weights,
            self.entry_count + 1,
            self.judge_count,
        )

    def with_copy_of_judge(self, judge):
        own = self.judges == judge
        return SmallWorld(
            np.append(self.entries, self.entries[own]),
            np.append(self.judges, np.full(own.sum(), self.judge_count)),
            np.vstack([self.marks, self.marks[own]]),
            self.weights,
            self.entry_count,
            self.judge_count + 1,
        )


@st.composite
def small_worlds(draw, most_entries=6, most_judges=4):
    """One to a few entries, judges and criteria; some judges have an odd habit."""
    entries, judges = draw(st.integers(1, most_entries)), draw(st.integers(1, most_judges))
    width = draw(st.integers(1, 3))
    shape = (judges, entries, width)
    size = judges * entries * width
    free = draw(st.lists(st.integers(LOWEST, HIGHEST), min_size=size, max_size=size))
    table = np.array(free, float).reshape(shape)
    for judge in range(judges):
        table[judge] = as_is_their_habit(draw(st.sampled_from(HABITS)), table, judge)
    if draw(st.booleans()):
        holes = draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
        table[np.array(holes).reshape(shape) == 0] = np.nan
    seen = np.ones((judges, entries), bool)
    if draw(st.booleans()):
        chosen = st.lists(st.booleans(), min_size=judges * entries, max_size=judges * entries)
        seen = np.array(draw(chosen)).reshape(judges, entries)
    judge, entry = np.nonzero(seen)
    weights = draw(st.sampled_from([[1] * width, [3, 2, 1][:width], [1, 0, 0][:width]]))
    return SmallWorld(entry, judge, table[judge, entry], weights, entries, judges)


def as_is_their_habit(habit, table, judge):
    own, before = table[judge], table[judge - 1]
    return {
        "free": own,
        "constant": np.full_like(own, own.flat[0]),
        "only_top": np.full_like(own, HIGHEST),
        "only_bottom": np.full_like(own, LOWEST),
        "ends": np.where(own > (LOWEST + HIGHEST) / 2, HIGHEST, LOWEST),
        "copies": before,
        "opposes": LOWEST + HIGHEST - before,
    }[habit]
