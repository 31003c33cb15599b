from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from hackathon.models import Event
from judging.ranking.models import CalculationJob, TieDecision
from judging.ranking.rounding import round_points
from judging.ranking.selectors.computing import (
    NotComputed,
    basis_of,
    newest_lines,
    official_lines,
)
from judging.rules.selectors.sheets import fingerprint_of


@dataclass(frozen=True)
class Rank:
    """A submission's place in its challenge by the official number, once ties are decided."""

    entry: int
    rank: int
    points: Decimal
    reviews: int


@dataclass(frozen=True)
class Official:
    """The official ranking by challenge, and the marks and decisions that it was computed from.

    ``is_current`` is false for one that was overtaken, and shown until the next is computed.
    """

    ranks: dict[int, list[Rank]]
    basis: dict[str, list]
    sha256s: dict[int, str] = field(default_factory=dict)  # of each challenge's calculation
    is_current: bool = True
    computed_at: dict[int, datetime] = field(default_factory=dict)  # of what was overtaken
    results: dict[int, dict[str, Any]] = field(default_factory=dict)  # how it was computed
    decisions: list[TieDecision] = field(default_factory=list)  # all that the presidents made

    def of(self, challenge_id: int) -> list[Rank]:
        return self.ranks.get(challenge_id, [])

    def place_of(self, challenge_id: int, submission_id: int | None) -> Rank | None:
        return next((row for row in self.of(challenge_id) if row.entry == submission_id), None)

    def sha256_of(self, challenge_id: int) -> str:
        """Names the ranking of a challenge: who stands where, by how much, by how many reviews."""
        rows = [[r.entry, r.rank, str(r.points), r.reviews] for r in self.of(challenge_id)]
        return fingerprint_of({"ranking": sorted(rows)})


def official_of(event: Event) -> Official:
    """The ranking as it stands now; only what has been scored has a place.

    Raises NotComputed while a worker still computes it. Ask before anything is locked, and under
    lock whether it still holds (``still_holds``).
    """
    found = official_lines(event)
    return Official(
        ranks_in(found.lines),
        found.basis,
        found.sha256s,
        results=found.results,
        decisions=found.decisions,
    )


def newest_official_of(event: Event) -> Official:
    """The ranking as it stands now or, while that is computed, the last that is kept."""
    try:
        return official_of(event)
    except NotComputed:
        earlier = newest_lines(event)
        return Official(
            ranks_in(earlier.lines),
            {},
            is_current=False,
            computed_at=earlier.computed_at,
            results=earlier.results,
            decisions=earlier.decisions,
        )


def job_of(event: Event) -> CalculationJob | None:
    """The ranking that is awaited the longest, while any is."""
    return event.calculation_jobs.filter(kind=CalculationJob.Kind.RANKING).first()


def ranks_in(found: dict[int, list[dict[str, Any]]]) -> dict[int, list[Rank]]:
    return {
        challenge: [
            Rank(row["submission"], row["rank"], round_points(row["points"]), row["reviews"])
            for row in lines
            if row["rank"] is not None
        ]
        for challenge, lines in found.items()
    }


def still_holds(official: Official, event: Event) -> bool:
    return official.basis == basis_of(event)
