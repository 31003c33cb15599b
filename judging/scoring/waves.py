"""Where further reviews help most, once every entry has had the same full first wave.

Every judge in turn, the one with least noise for their use of the scale first, gets the contender
they have not seen with the largest chance to be the best, divided by one plus the new reviews it
already got. A wave carries fillers from outside the race and is handed out in an order that says
nothing, so that being asked tells a judge nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from judging.scoring.assign import row_of, table_of
from judging.scoring.chances import smallest_set
from judging.scoring.draws import Draws
from judging.scoring.numbers import Array, Bools, Ints, sums, total, weighted
from judging.scoring.standings import Standings

CONTENDERS = 0.95  # the likeliest winners whose chances add up to this are in the race
LEAST_SLOPE = 0.05

OPEN = "open"  # best: more reviews help
FIRST_WAVE_OPEN = "first_wave_open"  # entries: still waiting for their full first wave
DECIDED = "decided"  # best, target
NOT_CALIBRATED = "not_calibrated"  # the verdict says why
NOBODY_LEFT = "nobody_left"  # every judge allowed has seen every contender, or is at the limit


@dataclass(frozen=True)
class Race:
    """Where one challenge stands; ``leader`` is the likeliest best with its probability."""

    code: str
    leader: int | None
    best: float | None
    contenders: tuple[int, ...]
    waiting: tuple[int, ...] = ()


@dataclass(frozen=True)
class Wave:
    """``reviews``: judge and entry, to be handed out in this order. ``fillers``: for no judge."""

    reviews: tuple[tuple[int, int], ...]
    fillers: frozenset[tuple[int, int]]
    races: dict[int, Race]


def propose(
    standings: Standings,
    seen: npt.ArrayLike,
    *,
    size: int,
    first_wave: int | npt.ArrayLike,
    allowed: npt.ArrayLike | None = None,
    limits: int | npt.ArrayLike | None = None,
    fillers: int = 2,
    target: float = 0.8,
    seed: int = 0,
) -> Wave:
    """The next ``size`` reviews; none for a challenge that is decided or not ready.

    ``seen`` (J, P): who has, or is about to, review what. ``allowed`` (J, P): panels without
    conflicts. ``limits``: how many more each judge may take. ``target``: the leader's probability
    at which its race ends, chosen beforehand.
    """
    held = np.asarray(seen, bool)
    can = table_of(allowed, held.shape, True) & ~held
    room = row_of(size if limits is None else limits, len(held), "limits")
    need = row_of(first_wave, held.shape[1], "first_wave")
    races = {one: race(standings, one, need, target) for one in standings.verdicts}
    hand = Hand(standings, races, can, room, size)
    fillers = min(fillers, size // 2)
    hand.deal(size - fillers)
    close(races, hand.given)
    extra = hand.fill(fillers if hand.given else 0, Draws(seed))
    return Wave(shuffled(hand.given, Draws(seed, 1)), frozenset(extra), races)


def shuffled(given: list[tuple[int, int]], draws: Draws) -> tuple[tuple[int, int], ...]:
    order = np.argsort(draws.uniforms(len(given)))
    return tuple(given[place] for place in order)


def race(standings: Standings, challenge: int, need: Ints, target: float) -> Race:
    lines = standings.of(challenge)
    waiting = tuple(sorted(line.entry for line in lines if line.reviews < need[line.entry]))
    if not standings.verdicts[challenge].usable:
        code = FIRST_WAVE_OPEN if waiting else NOT_CALIBRATED
        return Race(code, None, None, (), waiting)
    best = np.array([line.best or 0.0 for line in lines])
    quality = np.array([line.calibrated or 0.0 for line in lines])
    inside = smallest_set(best, quality, CONTENDERS)
    order = np.lexsort((-quality, -best))
    leader = lines[order[0]]
    contenders = tuple(lines[place].entry for place in order if inside[place])
    code = OPEN
    if waiting:
        code = FIRST_WAVE_OPEN
    elif best[order[0]] >= target:
        code = DECIDED
    return Race(code, leader.entry, leader.best, contenders, waiting)


class Hand:
    """The reviews being dealt: who may still take what, and what each entry already got."""

    def __init__(
        self, standings: Standings, races: dict[int, Race], can: Bools, room: Ints, size: int
    ) -> None:
        self.can, self.room = can, room.copy()
        self.got = np.zeros(can.shape[1])
        self.given: list[tuple[int, int]] = []
        self.best, self.level = np.zeros(can.shape[1]), np.full(can.shape[1], 2)
        for challenge, found in races.items():
            if found.code == OPEN:
                self.enter(standings, challenge, set(found.contenders))
        self.outside = self.level > 0
        kept = standings.calibration
        care = kept.noise / np.maximum(kept.slope, LEAST_SLOPE)
        self.turns = np.argsort(care, kind="stable")
        self.rounds = -(-size // max(1, int((self.room > 0).sum())))

    def enter(self, standings: Standings, challenge: int, contenders: set[int]) -> None:
        """Level 0: in the race; 1: next to it, for judges who have seen all of level 0."""
        lines = sorted(standings.of(challenge), key=lambda line: -(line.best or 0.0))
        for place, line in enumerate(lines):
            self.best[line.entry] = line.best or 0.0
            if line.entry in contenders:
                self.level[line.entry] = 0
            elif place < 3 * len(contenders) + 10:
                self.level[line.entry] = 1

    def deal(self, count: int) -> None:
        for judge in self.seats():
            if len(self.given) == count:
                return
            for level in (0, 1):
                open_to = np.flatnonzero(self.can[judge] & (self.level == level))
                if len(open_to):
                    worth = self.best[open_to] / (1.0 + self.got[open_to])
                    self.give(judge, int(open_to[np.argmax(worth)]))
                    break

    def seats(self) -> Iterator[int]:
        for _ in range(self.rounds):
            for judge in self.turns:
                if self.room[judge] > 0:
                    yield int(judge)

    def give(self, judge: int, entry: int) -> None:
        self.can[judge, entry] = False
        self.room[judge] -= 1
        self.got[entry] += 1
        self.given.append((judge, entry))

    def fill(self, count: int, draws: Draws) -> list[tuple[int, int]]:
        """One filler a judge, those with fewest new reviews first; entries of few come first."""
        before = len(self.given)
        load = np.bincount([judge for judge, _ in self.given], minlength=len(self.room))
        order = np.lexsort((draws.uniforms(len(load)), load))
        for judge in order[self.room[order] > 0]:
            open_to = np.flatnonzero(self.can[judge] & self.outside)
            if len(self.given) - before == count:
                break
            if len(open_to):
                chance = draws.uniforms(len(open_to))
                self.give(int(judge), int(open_to[np.lexsort((chance, self.got[open_to]))[0]]))
        return self.given[before:]


def close(races: dict[int, Race], given: list[tuple[int, int]]) -> None:
    """An open race that got nothing has nobody left to ask."""
    served = {entry for _, entry in given}
    for challenge, found in races.items():
        if found.code == OPEN and not served.intersection(found.contenders):
            races[challenge] = Race(NOBODY_LEFT, found.leader, found.best, found.contenders)


def outlook(draws: Array, noise: float, new: Ints, *, seed: int = 0, trials: int = 200) -> float:
    """The leader's probability to be expected after ``new`` (P,) more reviews, to two decimals.

    Each of some draws in turn is taken for the truth, marks are made up from it, and all draws are
    weighed by how well they explain those marks. At least one draw is needed.
    """
    source, count = Draws(seed), len(draws)
    winners = draws.argmax(axis=1)
    asked = np.flatnonzero(new)
    spread = noise / np.sqrt(new[asked])
    reached = np.empty(trials)
    for trial in range(trials):
        truth = draws[int(source.uniforms(1)[0] * count), asked]
        shown = truth + spread * source.normals(len(asked))
        misfit = weighted(((draws[:, asked] - shown) / spread) ** 2, np.ones(len(asked)))
        weight = np.exp(-0.5 * (misfit - misfit.min()))
        reached[trial] = sums(winners, weight, draws.shape[1]).max() / total(weight)
    return round(total(reached) / trials, 2)
