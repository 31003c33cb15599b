"""Numbers in, numbers out: nothing here knows of Django, the database or the clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Mark:
    judge: int
    entry: int
    value: Fraction  # weighted mean of one scorecard


@dataclass(frozen=True)
class Rank:
    entry: int
    rank: int
    points: Decimal
    reviews: int


def weighted_mean(values: Mapping[int, int], weights: Mapping[int, int]) -> Fraction:
    """The mean of one scorecard's marks, each counted by its criterion's weight; exact."""
    total = sum(weights[criterion] for criterion in values)
    return Fraction(sum(weights[criterion] * value for criterion, value in values.items()), total)


def rounded(value: Fraction) -> Decimal:
    return round(Decimal(value.numerator) / Decimal(value.denominator), 3)


def ranking(marks: Iterable[Mark]) -> list[Rank]:
    """Best first. Equal points share a rank, and the next rank is skipped: 1, 2, 2, 4."""
    by_entry: dict[int, list[Fraction]] = {}
    for mark in marks:
        by_entry.setdefault(mark.entry, []).append(mark.value)
    points = {
        entry: rounded(sum(values, Fraction()) / len(values)) for entry, values in by_entry.items()
    }
    ordered = sorted(points, key=lambda entry: (-points[entry], entry))
    return [
        Rank(
            entry=entry,
            rank=1 + sum(other > points[entry] for other in points.values()),
            points=points[entry],
            reviews=len(by_entry[entry]),
        )
        for entry in ordered
    ]
