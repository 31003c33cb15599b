"""An assignment as the person sees it who has to release it."""

from dataclasses import dataclass, field

import numpy as np

from judging.scoring.connection import components, second_eigenvalue
from judging.scoring.draws import Draws
from judging.scoring.numbers import Bools, Ints

TOO_FEW_JUDGES = "too_few_judges"  # on_panel, with_conflict, needed
JUDGES_FULL = "judges_full"  # judges: all who could take it, or hand something on, at their limit
CONFLICT_BEGUN = "conflict_begun"  # judge: what they have begun may no longer count

WHY = dict[str, int | list[int]]


@dataclass(frozen=True)
class Shortage:
    """What cannot be met: ``missing`` reviews of an entry, and why."""

    entry: int
    missing: int
    code: str
    parameters: WHY = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Preview:
    load: Ints  # reviews of each judge
    coverage: Ints  # reviews of each entry
    components: int  # groups of judges and entries that no review ties together; 1 is right
    second_eigenvalue: float  # 0 in separate groups, up to 1 when everyone sees everything


@dataclass(frozen=True, eq=False)
class Plan:
    """``table`` (J, P) says who reviews what."""

    table: Bools
    shortages: tuple[Shortage, ...]
    seed: int

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Judge and entry, in their order."""
        return [(int(judge), int(entry)) for judge, entry in np.argwhere(self.table)]

    def queues(self) -> list[list[int]]:
        """What each judge reviews, in an order of their own, so that no entry is always last."""
        draws = Draws(self.seed, 1)
        queues = []
        for row in self.table:
            own = np.flatnonzero(row)
            queues.append(own[np.argsort(draws.uniforms(len(own)))].tolist())
        return queues

    def preview(self) -> Preview:
        judges, entries = np.nonzero(self.table)
        count, of_entry, of_judge = components(entries, judges, *self.table.shape[::-1])
        load = self.table.sum(axis=1)
        # A judge without work is not a part of the graph that anything depends on.
        used = np.union1d(of_entry, of_judge[load > 0])
        return Preview(
            load=load,
            coverage=self.table.sum(axis=0),
            components=min(count, len(used)),
            second_eigenvalue=second_eigenvalue(entries, judges, len(self.table)),
        )
