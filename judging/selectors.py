from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from challenges.models import Challenge, Prize
from hackathon.models import Event
from hackathon.readings import Reading, column
from judging.models import Award, Conflict, Scorecard
from judging.scoring.ranking import Mark, Rank, ranking, weighted_mean
from teams.models import Submission, Version
from teams.selectors import entered_versions


def standings(event: Event) -> dict[Challenge, list[Rank]]:
    """The ranking of each challenge as it stands now, in a fixed number of queries."""
    weights = dict(event.criteria.in_force().values_list("pk", "weight"))
    cards = counted_cards(event)
    marks: dict[int, list[Mark]] = {}
    for card in cards:
        values = {
            score.criterion_id: score.value
            for score in card.scores.all()
            if score.criterion_id in weights
        }
        mark = Mark(card.judge_id, card.version.submission_id, weighted_mean(values, weights))
        marks.setdefault(card.version.submission.team.challenge_id, []).append(mark)
    return {challenge: ranking(marks.get(challenge.pk, [])) for challenge in event.challenges.all()}


def counted_cards(event: Event) -> QuerySet[Scorecard]:
    """What counts: of each judge and submission the last that was handed in, without ties."""
    cards = Scorecard.objects.counted().filter(judge__event=event)
    tied = Conflict.objects.filter(
        judge=OuterRef("judge"), team=OuterRef("version__submission__team"), state="stands"
    )
    cards = cards.exclude(Exists(tied))
    return cards.select_related("version__submission__team").prefetch_related("scores")


def prizes_without_winner(event: Event) -> QuerySet[Prize]:
    return Prize.objects.filter(challenge__event=event, award=None).select_related("challenge")


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
        WHERE c.event_id = %s {condition} ORDER BY c.position, p.rank"""  # noqa: S608


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
    judges = seats_with_conflicts(event)
    boards = []
    for challenge in event.challenges.prefetch_related("prizes"):
        lines = [line_for(version, ranks) for version in entered.get(challenge.pk, [])]
        lines.sort(key=lambda line: (line.rank or 10_000, line.version.title))
        expected = sum(
            line.submission.team_id not in ties
            for panel, ties in judges
            if challenge.pk in panel
            for line in lines
        )
        handed_in = sum(line.reviews for line in lines)
        boards.append(Board(challenge, lines, handed_in, expected))
    return boards


def line_for(version: Version, ranks: dict[int, Rank]) -> Line:
    found = ranks.get(version.submission_id)
    if found is None:
        return Line(version.submission, version, None, None, 0)
    return Line(version.submission, version, found.rank, found.points, found.reviews)


def seats_with_conflicts(event: Event) -> list[tuple[set[int], set[int]]]:
    """For each judge who accepted: the challenges of their panels, the teams they are tied to."""
    judges = event.judges.seated()
    return [
        (
            {seat.challenge_id for seat in judge.panel_seats.all()},
            {tie.team_id for tie in judge.conflicts.all() if tie.state == Conflict.State.STANDS},
        )
        for judge in judges.prefetch_related("panel_seats", "conflicts")
    ]
