"""What a panel sees of each other's marks, once the president has opened the discussion."""

from dataclasses import dataclass

from django.http import Http404

from challenges.models import Challenge
from judging.marks import counted_cards
from judging.models import Criterion, Judge, Panel, Scorecard
from judging.rubric import rubric_of
from judging.scorecards import Worklist, marks_of, total_of
from teams.models import Version
from teams.selectors import entered_versions


@dataclass(frozen=True)
class Review:
    """One judge's marks and comment, as the others of the panel read them."""

    judge: Judge
    marks: list[int | None]
    total: float | None
    remarks: str


@dataclass(frozen=True)
class Discussed:
    version: Version
    reviews: list[Review]


def open_to(judge: Judge, work: Worklist) -> list[Challenge]:
    """The panels whose discussion this judge may follow: opened, and their own work handed in."""
    opened = Panel.objects.filter(
        challenge__panel_seats__judge=judge, discussion_opened_at__isnull=False
    ).select_related("challenge")
    return [panel.challenge for panel in opened if is_through(work, panel.challenge_id)]


def is_through(work: Worklist, challenge_id: int) -> bool:
    """Whether all that the judge owes there is finished, and something of it handed in."""
    own = [entry for entry in work.all if entry.version.team.challenge_id == challenge_id]
    return all(entry.is_done for entry in own) and any(entry.is_handed_in for entry in own)


def discussed_or_404(judge: Judge, work: Worklist, slug: str) -> Challenge:
    challenge = next((row for row in open_to(judge, work) if row.slug == slug), None)
    if challenge is None:
        raise Http404
    challenge.event = judge.event
    return challenge


def reviews_of(judge: Judge, challenge: Challenge) -> tuple[list[Criterion], list[Discussed]]:
    """Every project of the panel with all its reviews, without the teams the judge is tied to."""
    rubric = rubric_of(challenge)
    versions = entered_versions(judge.event).filter(submission__team__challenge=challenge)
    versions = versions.exclude(submission__team__in=judge.conflicts.standing().values("team"))
    cards: dict[int, list[Scorecard]] = {}
    panel = counted_cards(judge.event).filter(version__submission__team__challenge=challenge)
    for card in panel.select_related("judge", "version").order_by("judge__position", "judge__pk"):
        cards.setdefault(card.version.submission_id, []).append(card)
    ordered = sorted(versions, key=lambda version: version.title.casefold())
    return rubric, [
        Discussed(row, [review(card, rubric) for card in cards.get(row.submission_id, [])])
        for row in ordered
    ]


def review(card: Scorecard, rubric: list[Criterion]) -> Review:
    marks = marks_of(card)
    given = [marks.get(criterion.pk) for criterion in rubric]
    return Review(card.judge, given, total_of(marks, rubric), card.remarks)
