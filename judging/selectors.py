from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from challenges.models import Challenge, Prize
from hackathon.models import Event
from hackathon.readings import Reading, column
from judging.computing import official_lines
from judging.models import Award
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


def standings(event: Event) -> dict[Challenge, list[Rank]]:
    """The ranking of each challenge as it stands now; only what has been scored has a place."""
    lines = official_lines(event)
    return {
        challenge: [
            Rank(row["submission"], row["rank"], round(Decimal(row["points"]), 3), row["reviews"])
            for row in lines.get(challenge.pk, [])
            if row["rank"] is not None
        ]
        for challenge in event.challenges.all()
    }


def prizes_without_winner(event: Event) -> QuerySet[Prize]:
    """A prize whose winner has been ruled out since has none."""
    won = Award.objects.filter(submission__in=Submission.objects.judgeable().values("pk"))
    prizes = Prize.objects.filter(challenge__event=event).exclude(award__in=won)
    return prizes.select_related("challenge")


def winners_statement(language: str, condition: str = "") -> str:
    prize = ", ".join(column(Prize, name, language, "p") for name in ("title", "reward"))
    challenge = column(Challenge, "title", language, "c").removesuffix(" AS title")
    return f"""
        SELECT a.submission_id AS id, t.name AS team, {challenge} AS challenge, {prize}, (
                SELECT title FROM teams_version v WHERE v.submission_id = a.submission_id
                ORDER BY number DESC LIMIT 1
            ) AS project
        FROM judging_award a
        JOIN challenges_prize p ON p.id = a.prize_id
        JOIN challenges_challenge c ON c.id = p.challenge_id
        JOIN teams_submission s ON s.id = a.submission_id
        JOIN teams_team t ON t.id = s.team_id
        WHERE c.event_id = %s {condition} ORDER BY c.position, p.rank"""  # noqa: S608 - our own names


PUBLISHED = """AND EXISTS (
    SELECT 1 FROM hackathon_event e WHERE e.id = c.event_id AND e.published_at IS NOT NULL)"""

# What everyone sees; before the publication the statement itself finds nothing.
shown_winners = Reading(lambda language: winners_statement(language, PUBLISHED))
# What organisers see in the preview.
previewed_winners = Reading(winners_statement)


def winners(event: Event) -> list[Award]:
    """The awards with the version that won, once they are public; before that there are none."""
    return awards(event) if event.published_at else []


def awards(event: Event) -> list[Award]:
    """The prizes given so far, each with the version that the jury judged. Not for the public."""
    given = Award.objects.filter(prize__challenge__event=event)
    given = given.select_related("prize__challenge", "submission__team").order_by(
        "prize__challenge__position", "prize__rank"
    )
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
    handed_in: int
    expected: int


def leaderboard(event: Event) -> list[Board]:
    """What deliberation looks at, for organisers only; a fixed number of queries."""
    ranks = {line.entry: line for lines in standings(event).values() for line in lines}
    entered: dict[int, list[Version]] = {}
    for version in entered_versions(event):
        entered.setdefault(version.submission.team.challenge_id, []).append(version)
    expected = expected_pairs(event, placed(entered))
    boards = []
    for challenge in event.challenges.prefetch_related("prizes"):
        lines = [line_for(version, ranks) for version in entered.get(challenge.pk, [])]
        lines.sort(key=lambda line: (line.rank or 10_000, line.version.title))
        handed_in = sum(line.reviews for line in lines)
        boards.append(Board(challenge, lines, handed_in, len(expected[challenge.pk])))
    return boards


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
