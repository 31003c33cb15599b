from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from challenges.models import Challenge, Prize
from hackathon.models import Event
from hackathon.readings import Reading, column
from judging.computing import NotComputed, basis_of, newest_lines, official_lines
from judging.holding import counting
from judging.models import Award, CalculationJob, TieDecision
from judging.rounding import round_points
from judging.rulesheet import fingerprint_of
from judging.seating import expected_pairs
from teams.models import Submission, Version
from teams.selectors import entered_versions


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
    ranks, told = ranks_in(found.lines), {"results": found.results, "decisions": found.decisions}
    return Official(ranks, found.basis, found.sha256s, **told)


def newest_official_of(event: Event) -> Official:
    """The ranking as it stands now or, while that is computed, the last that is kept."""
    try:
        return official_of(event)
    except NotComputed:
        earlier = newest_lines(event)
        return Official(
            ranks_in(earlier.lines), {}, is_current=False, computed_at=earlier.computed_at,
            results=earlier.results, decisions=earlier.decisions,
        )  # fmt: skip


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


@Reading
def drafted_winners(language: str) -> str:
    """Who wins what as the rows say it now, for those alone who may know; nothing is frozen."""
    prize = ", ".join(column(Prize, name, language, "p") for name in ("title", "reward"))
    challenge = column(Challenge, "title", language, "c").removesuffix(" AS title")
    return f"""
        SELECT p.id AS prize, a.submission_id AS id, t.name AS team, {challenge} AS challenge,
            a.reason, {prize}, (
                SELECT title FROM teams_version v WHERE v.submission_id = a.submission_id
                    AND NOT EXISTS (SELECT 1 FROM teams_recall r WHERE r.version_id = v.id)
                ORDER BY number DESC LIMIT 1
            ) AS project
        FROM judging_award a
        JOIN challenges_prize p ON p.id = a.prize_id
        JOIN challenges_challenge c ON c.id = p.challenge_id
        LEFT JOIN teams_submission s ON s.id = a.submission_id
        LEFT JOIN teams_team t ON t.id = s.team_id
        WHERE c.event_id = %s ORDER BY c.position, c.id, p.rank"""  # noqa: S608 - our own names


@Reading
def shown_winners(language: str) -> str:
    """What everyone sees: the winners as they were published, and nothing before."""
    texts = ", ".join(
        f"w.one ->> '{name}' AS {name}"
        for name in ("team", "challenge", "title", "reward", "project")
    )
    return f"""
        SELECT (w.one ->> 'id')::bigint AS id, {texts}
        FROM judging_publication p CROSS JOIN LATERAL
            jsonb_array_elements(p.content -> '{language}' -> 'winners')
            WITH ORDINALITY AS w(one, place)
        WHERE p.event_id = %s ORDER BY w.place"""  # noqa: S608 - our own names


@Reading
def shown_publication(language: str) -> str:
    """The results page: one row with its content and its corrections, or none."""
    return f"""
        SELECT (p.content -> '{language}')::json AS content, (
                SELECT json_agg(json_build_object(
                    'made_at', k.made_at, 'reason', k.reason, 'lines', k.changes -> '{language}'
                ) ORDER BY k.id) FROM judging_correction k WHERE k.event_id = p.event_id
            ) AS corrections
        FROM judging_publication p WHERE p.event_id = %s"""  # noqa: S608 - our own names


def decisions(event: Event) -> QuerySet[Award]:
    """What has been decided about each prize so far. Not for the public."""
    made = Award.objects.filter(prize__challenge__event=event)
    made = made.select_related(
        "prize__challenge__event", "submission__team__challenge", "decided_by"
    )
    return made.order_by("prize__challenge__position", "prize__challenge", "prize__rank")


def awards(event: Event) -> list[Award]:
    """The prizes given so far, each with the version that the jury judged. Not for the public."""
    given = decisions(event).filter(submission__isnull=False)
    entered = {version.submission_id: version for version in entered_versions(event)}
    for award in (rows := list(given)):
        award.version = entered.get(award.submission_id, award.submission)
    return rows


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
    expected = expected_pairs(event, placed(entered))
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


def placed(entered: dict[int, list[Version]]) -> dict[int, tuple[int, int]]:
    """Each submission with its challenge and its team."""
    return {
        version.submission_id: (challenge, version.submission.team_id)
        for challenge, versions in entered.items()
        for version in versions
    }
