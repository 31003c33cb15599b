"""Who reviews what: even loads, and pairs of judges spread over the entries.

The most constrained entry first, judge by judge the one with the least load, then the one who met
those already chosen least often. What that leaves undone is repaired by handing reviews on, loads
are levelled, and exchanges (``swaps``) spread the pairs further. Conflicts, panels and limits hold
throughout, and what was begun stays. The same seed gives the same plan.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from judging.scoring.draws import Draws
from judging.scoring.numbers import Bools, Ints
from judging.scoring.plan import CONFLICT_BEGUN, JUDGES_FULL, TOO_FEW_JUDGES, Plan, Shortage
from judging.scoring.swaps import swap


def assign(
    judge_count: int,
    entry_count: int,
    *,
    need: int | npt.ArrayLike | None = None,
    limits: int | npt.ArrayLike | None = None,
    conflicts: npt.ArrayLike | None = None,
    panels: npt.ArrayLike | None = None,
    begun: npt.ArrayLike | None = None,
    seed: int = 0,
) -> Plan:
    """A plan, with what cannot be met.

    ``need``: reviews per entry, one number or one each; without it everyone sees everything.
    ``limits``: the most reviews per judge. ``conflicts``, ``panels``, ``begun`` (J, P): who must
    not, who may, and what stays as it is; ``begun`` counts towards need and limit.
    """
    shape = (judge_count, entry_count)
    tied, panel = table_of(conflicts, shape, False), table_of(panels, shape, True)
    started, allowed = table_of(begun, shape, False), panel & ~tied
    wanted = allowed.sum(axis=0) if need is None else row_of(need, entry_count, "need")
    most = row_of(entry_count if limits is None else limits, judge_count, "limits")
    work = Work(allowed, wanted, most, started & ~tied, Draws(seed))
    work.spread()
    short = work.repair()
    work.level()
    swap(work.table, allowed & ~work.fixed, work.fixed, Draws(seed, 2))
    shortages = [explain(entry, work, panel, tied, short[entry]) for entry in sorted(short)]
    return Plan(work.table, (*shortages, *begun_with_conflict(started & tied)), seed)


def rebalance(
    table: npt.ArrayLike,
    *,
    begun: npt.ArrayLike,
    gone: npt.ArrayLike = (),
    need: int | npt.ArrayLike,
    limits: int | npt.ArrayLike | None = None,
    conflicts: npt.ArrayLike | None = None,
    panels: npt.ArrayLike | None = None,
    seed: int = 0,
) -> Plan:
    """The plan after judges have ``gone``: their open reviews move, everything else stays.

    A new conflict frees the review like a judge who has gone. What is begun, theirs included,
    is never taken away.
    """
    held = np.asarray(table, bool)
    judge_count, entry_count = held.shape
    started = table_of(begun, held.shape, False)
    most = row_of(entry_count if limits is None else limits, judge_count, "limits").copy()
    kept = held & (table_of(panels, held.shape, True) & ~table_of(conflicts, held.shape, False))
    left = np.asarray(gone, np.int64)
    kept[left] = False
    most[left] = 0
    return assign(
        judge_count,
        entry_count,
        need=need,
        limits=most,
        conflicts=conflicts,
        panels=panels,
        begun=kept | started,
        seed=seed,
    )


class Work:
    """The plan in the making: ``table`` (J, P), of which ``fixed`` may not be changed."""

    def __init__(
        self, allowed: Bools, need: Ints, limits: Ints, fixed: Bools, draws: Draws
    ) -> None:
        self.allowed, self.need, self.limits, self.fixed = allowed, need, limits, fixed
        self.table = fixed.copy()
        self.load = self.table.sum(axis=1)
        counts = self.table.astype(np.int64)
        self.together = counts @ counts.T
        self.draws = draws

    def spread(self) -> None:
        free = self.allowed.sum(axis=0) - self.need
        chance = self.draws.uniforms(len(free))
        for entry in np.lexsort((chance, free)):
            team = np.flatnonzero(self.table[:, entry])
            for _ in range(self.need[entry] - len(team)):
                can = self.allowed[:, entry] & ~self.table[:, entry] & (self.load < self.limits)
                candidates = np.flatnonzero(can)
                if not len(candidates):
                    break
                judge = self.choose(candidates, team)
                self.give(judge, entry)
                self.together[judge, team] += 1
                self.together[team, judge] += 1
                team = np.append(team, judge)

    def choose(self, candidates: Ints, team: Ints) -> int:
        least = candidates[self.load[candidates] == self.load[candidates].min()]
        if len(least) == 1:
            return int(least[0])
        met = self.together[least][:, team]
        most = met.max(axis=1, initial=0)
        chance = self.draws.uniforms(len(least))
        return int(least[np.lexsort((chance, met.sum(axis=1), most))[0]])

    def give(self, judge: int, entry: int) -> None:
        self.table[judge, entry] = True
        self.load[judge] += 1

    def repair(self) -> dict[int, Ints]:
        """Entries still short of reviews get them by handing others on; who is full otherwise."""
        short = {}
        for entry in np.flatnonzero(self.table.sum(axis=0) < self.need):
            while self.table[:, entry].sum() < self.need[entry]:
                start = self.allowed[:, entry] & ~self.table[:, entry]
                path, reached = self.path(start, self.load < self.limits)
                if path is None:
                    short[int(entry)] = reached
                    break
                self.hand_on(path)
                self.give(path[0][0], int(entry))
        return short

    def level(self) -> None:
        """As long as reviews can be handed on to someone with at least two fewer."""
        settled = np.zeros(len(self.load), bool)
        while not settled.all():
            judge = int(np.argmax(np.where(settled, -1, self.load)))
            start = np.zeros(len(self.load), bool)
            start[judge] = True
            lighter = (self.load < self.load[judge] - 1) & (self.load < self.limits)
            path, _ = self.path(start, lighter)
            if path is None:
                settled[judge] = True
            else:
                self.hand_on(path)

    def path(self, start: Bools, goal: Bools) -> tuple[list[tuple[int, int]] | None, Ints]:
        """From judge to judge, each with the entry to hand on, to one of ``goal``.

        The last has no entry (-1). Without a path: whom it could have reached.
        """
        before: dict[int, tuple[int, int]] = {}
        reached = start.copy()
        queue = np.flatnonzero(start).tolist()
        for judge in queue:
            if goal[judge]:
                steps = [(judge, -1)]
                while judge in before:
                    judge, entry = before[judge]
                    steps.insert(0, (judge, entry))
                return steps, np.flatnonzero(reached)
            movable = np.flatnonzero(self.table[judge] & ~self.fixed[judge])
            takes = self.allowed[:, movable] & ~self.table[:, movable]
            takes[reached] = False
            for other in np.flatnonzero(takes.any(axis=1)).tolist():
                before[other] = (judge, int(movable[np.argmax(takes[other])]))
                reached[other] = True
                queue.append(other)
        return None, np.flatnonzero(reached)

    def hand_on(self, path: list[tuple[int, int]]) -> None:
        for (judge, entry), (other, _) in pairwise(path):
            self.table[judge, entry] = False
            self.load[judge] -= 1
            self.give(other, entry)


def begun_with_conflict(table: Bools) -> list[Shortage]:
    return [
        Shortage(int(entry), 0, CONFLICT_BEGUN, {"judge": int(judge)})
        for judge, entry in np.argwhere(table)
    ]


def explain(entry: int, work: Work, panel: Bools, tied: Bools, full: Ints) -> Shortage:
    missing = int(work.need[entry] - work.table[:, entry].sum())
    if work.allowed[:, entry].sum() < work.need[entry]:
        why: dict[str, int | list[int]] = {
            "on_panel": int(panel[:, entry].sum()),
            "with_conflict": int((panel & tied)[:, entry].sum()),
            "needed": int(work.need[entry]),
        }
        return Shortage(entry, missing, TOO_FEW_JUDGES, why)
    return Shortage(entry, missing, JUDGES_FULL, {"judges": full.tolist()})


def table_of(values: npt.ArrayLike | None, shape: tuple[int, int], default: bool) -> Bools:
    if values is None:
        return np.full(shape, default)
    table = np.asarray(values, bool)
    if table.shape != shape:
        raise ValueError("conflicts, panels and begun have a row per judge, a column per entry")
    return table


def row_of(values: int | npt.ArrayLike, length: int, name: str) -> Ints:
    row = np.broadcast_to(np.asarray(values), (length,))
    if not np.issubdtype(row.dtype, np.integer) or (row < 0).any():
        raise ValueError(f"{name} must be whole numbers from 0")
    return row.astype(np.int64)
