from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from challenges.models import Challenge
from hackathon.models import Event
from judging.ranking.selectors.official import Official, Rank, official_of
from judging.scorecards.selectors.holding import counting
from judging.seats.selectors.seating import expected_pairs
from teams.models import Submission, Version
from teams.submissions.selectors.submissions import entered_versions


@dataclass(frozen=True)
class Line:
    """One submission in a challenge's ranking; without a rank while nobody has scored it."""

    submission: Submission
    version: Version
    rank: int | None
    points: Decimal | None
    reviews: int

    def __str__(self) -> str:
        team = self.submission.team.name
        return (
            self.version.title if self.version.title == team else f"{self.version.title} · {team}"
        )


@dataclass(frozen=True)
class Board:
    """A challenge's ranking, and how much of the jury's work is done."""

    challenge: Challenge
    lines: list[Line]
    handed_in: int  # now, as is ``expected``; the lines may be of an earlier moment
    expected: int
    computed_at: datetime | None = None  # when the lines were, if marks have changed since
    is_ranked: bool = True  # or its first ranking is being computed, and lines have no place yet


def leaderboard(event: Event, official: Official | None = None) -> list[Board]:
    """What deliberation looks at, for organisers only; a fixed number of queries."""
    official = official or official_of(event)
    entered: dict[int, list[Version]] = {}
    for version in entered_versions(event):
        entered.setdefault(version.submission.team.challenge_id, []).append(version)
    expected = expected_pairs(event, places_of(entered))
    now = None if official.is_current else counted_by_challenge(event)
    boards = []
    for challenge in event.challenges.prefetch_related("prizes"):
        challenge.event = event
        # A team that was moved here may still have a rank in the challenge that it came from.
        ranks = {rank.entry: rank for rank in official.of(challenge.pk)}
        lines = [line_for(version, ranks) for version in entered.get(challenge.pk, [])]
        lines.sort(key=lambda line: (line.rank or 10_000, line.version.title))
        handed_in = sum(line.reviews for line in lines) if now is None else now[challenge.pk]
        computed_at = official.computed_at.get(challenge.pk)
        is_ranked = official.is_current or computed_at is not None
        wanted = len(expected[challenge.pk])
        boards.append(Board(challenge, lines, handed_in, wanted, computed_at, is_ranked))
    return boards


def counted_by_challenge(event: Event) -> Counter[int]:
    """How many scorecards count in each challenge now, whatever is computed."""
    return Counter(counting(event).values_list("version__submission__team__challenge", flat=True))


def line_for(version: Version, ranks: dict[int, Rank]) -> Line:
    found = ranks.get(version.submission_id)
    if found is None:
        return Line(version.submission, version, None, None, 0)
    return Line(version.submission, version, found.rank, found.points, found.reviews)


def places_of(entered: dict[int, list[Version]]) -> dict[int, tuple[int, int]]:
    """Each submission with its challenge and its team."""
    return {
        version.submission_id: (challenge, version.submission.team_id)
        for challenge, versions in entered.items()
        for version in versions
    }
