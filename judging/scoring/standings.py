"""The ranking of each challenge, how sure it is, and whether calibration may be used for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from judging.scoring.calibrate import Calibration, NotFinite, calibrate, grouped
from judging.scoring.chances import chances
from judging.scoring.ladder import Ladder, Settlement, Step
from judging.scoring.measured import APART, Measured
from judging.scoring.numbers import Array, Ints
from judging.scoring.reviews import Reviews, plain_means, read
from judging.scoring.verdict import Verdict, verdicts

PLAIN, CALIBRATED = "plain", "calibrated"


@dataclass(frozen=True)
class Line:
    """One entry. What only calibration knows is None where it may not be used."""

    entry: int
    challenge: int
    rank: int | None  # by the official number and the ladder; None without a review
    points: float | None  # the official number
    plain: float | None
    plain_rank: int | None
    calibrated: float | None
    calibrated_rank: int | None
    low: int | None  # the rank lies from low to high with 90 %
    high: int | None
    best: float | None  # probability to be the best of its challenge
    contender: bool | None  # in the smallest set that holds the best with 90 %
    reviews: int
    # How far chance in the computation may have moved ``calibrated``. For telling two entries
    # apart it is the error of their difference that counts.
    error: float | None = None


@dataclass(frozen=True, eq=False)
class Standings:
    """``lines`` by challenge, best first; everything else by challenge."""

    lines: tuple[Line, ...]
    verdicts: dict[int, Verdict]
    settlements: dict[int, tuple[Settlement, ...]]
    calibration: Calibration

    def of(self, challenge: int) -> list[Line]:
        return [line for line in self.lines if line.challenge == challenge]

    def winners(self, challenge: int) -> list[int]:
        return [line.entry for line in self.of(challenge) if line.rank == 1]

    @property
    def has_level_lines(self) -> bool:
        """Whether any two entries of a challenge share a rank."""
        ranks = [(line.challenge, line.rank) for line in self.lines if line.rank is not None]
        return len(set(ranks)) < len(ranks)

    def numbers_disagree(self, challenge: int) -> bool:
        """Whether the plain and the calibrated number name different winners; if one of them
        leaves the other's winner level with its own, they do not."""
        lines = self.of(challenge)
        plain = {line.entry for line in lines if line.plain_rank == 1}
        calibrated = {line.entry for line in lines if line.calibrated_rank == 1}
        return bool(calibrated) and plain.isdisjoint(calibrated)


def standings(
    entries: npt.ArrayLike,
    judges: npt.ArrayLike,
    marks: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    lowest: float,
    highest: float,
    seed: int = 0,
    challenges: npt.ArrayLike | None = None,
    entry_count: int | None = None,
    judge_count: int | None = None,
    official: str = CALIBRATED,
    ladder: Sequence[Step] = (),
    calibration: Calibration | None = None,
) -> Standings:
    """Everything a page or the minutes say about a ranking; ``calibration`` spares a second run."""
    if official not in (PLAIN, CALIBRATED):
        raise ValueError(f"official must be {PLAIN} or {CALIBRATED}")
    counts = {"entry_count": entry_count, "judge_count": judge_count}
    reviews = read(entries, judges, marks, weights, **counts)
    groups = grouped(challenges, reviews.entry_count)
    found = calibration or calibrate(
        entries,
        judges,
        marks,
        weights,
        lowest=lowest,
        highest=highest,
        seed=seed,
        challenges=groups,
        **counts,
    )
    every = np.asarray(marks, dtype=np.float64)
    every = every[reviews.rows] if len(reviews) else np.empty((0, np.size(weights)))
    return Board(reviews, groups, found, every, official, tuple(ladder)).standings()


FROM_CALIBRATION = ("calibrated", "low", "high", "best", "contender", "error")


def number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


class Board:
    """The numbers of all challenges, from which each challenge's lines are made."""

    def __init__(
        self,
        reviews: Reviews,
        groups: Ints,
        calibration: Calibration,
        marks: Array,
        official: str,
        steps: tuple[Step, ...],
    ) -> None:
        self.reviews, self.groups, self.calibration = reviews, groups, calibration
        self.plain = plain_means(reviews)
        self.official, self.steps, self.marks = official, steps, marks
        self.verdicts = verdicts(reviews, groups, calibration)

    def standings(self) -> Standings:
        lines: list[Line] = []
        settlements = {}
        for challenge in self.verdicts:
            more, settled = self.challenge(challenge)
            lines += more
            settlements[challenge] = tuple(settled)
        return Standings(tuple(lines), self.verdicts, settlements, self.calibration)

    def challenge(self, challenge: int) -> tuple[list[Line], list[Settlement]]:
        own = np.flatnonzero(self.groups == challenge)
        usable = self.verdicts[challenge].usable
        by_mean = Measured(self.plain)
        nothing = Measured(np.full(len(self.plain), np.nan))
        quality = self.calibration.measured if usable else nothing
        plain, settled = self.ranks(own, by_mean, quality)
        calibrated: dict[int, int] = {}
        if usable:
            calibrated, by_calibration = self.ranks(own, quality, by_mean)
            settled = by_calibration if self.official == CALIBRATED else settled
        lines = [
            self.line(entry, challenge, plain.get(entry), calibrated.get(entry), known)
            for entry, known in zip(own.tolist(), self.known(own, usable), strict=True)
        ]
        check_finite(lines)
        lines.sort(key=place_of)
        return lines, settled

    def line(
        self,
        entry: int,
        challenge: int,
        plain_rank: int | None,
        calibrated_rank: int | None,
        known: dict[str, Any],
    ) -> Line:
        plain = number(self.plain[entry])
        is_calibrated = self.official == CALIBRATED and self.verdicts[challenge].usable
        return Line(
            entry=entry,
            challenge=challenge,
            rank=calibrated_rank if is_calibrated else plain_rank,
            points=known["calibrated"] if is_calibrated else plain,
            plain=plain,
            plain_rank=plain_rank,
            calibrated_rank=calibrated_rank,
            reviews=int(self.reviews.per_entry[entry]),
            **known,
        )

    def known(self, own: Ints, usable: bool) -> list[dict[str, Any]]:
        """For each entry of a challenge what calibration knows of it."""
        if not usable:
            return [dict.fromkeys(FROM_CALIBRATION)] * len(own)
        odds = chances(self.calibration.draws[:, own])
        error = APART * self.calibration.measured.error[own]
        quality = self.calibration.quality[own]
        columns = (quality, odds.low, odds.high, odds.best, odds.contender, error)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [dict(zip(FROM_CALIBRATION, row, strict=True)) for row in rows]

    def ranks(
        self, own: Ints, number: Measured, other: Measured
    ) -> tuple[dict[int, int], list[Settlement]]:
        """Each reviewed entry's rank by one number; level ones share it and the next is skipped."""
        ladder = Ladder(self.steps, self.reviews, other, self.marks)
        reviewed = own[self.reviews.per_entry[own] > 0]
        order, trace = ladder.order_by(number, tuple(reviewed.tolist()))
        ranks: dict[int, int] = {}
        for group in order:
            ranks |= dict.fromkeys(group, len(ranks) + 1)
        return ranks, trace


def place_of(line: Line) -> tuple[bool, int, float, int]:
    """Best first; of those who share a rank the one with more points."""
    return line.rank is None, line.rank or 0, -(line.points or 0.0), line.entry


def check_finite(lines: list[Line]) -> None:
    for line in lines:
        for name, value in vars(line).items():
            if value is not None and not np.isfinite(value):
                raise NotFinite(f"{name} of entry {line.entry} is no number")
