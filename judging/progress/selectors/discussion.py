"""What a panel sees of each other's marks, once the president has opened the discussion."""

from dataclasses import dataclass

from django.http import Http404

from challenges.models import Challenge
from judging.jury.models import Judge
from judging.rules.models import Criterion, Panel
from judging.rules.selectors.rubric import rubric_of
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.marks import counted_cards
from judging.scorecards.selectors.worklist import Worklist, marks_of, total_of
from teams.models import Version
from teams.submissions.selectors.submissions import entered_versions


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

    @property
    def spread(self) -> float:
        """How much the jury disagrees: the distance between the highest and the lowest total."""
        totals = [review.total for review in self.reviews if review.total is not None]
        return max(totals) - min(totals) if totals else 0.0


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


BY_TITLE, BY_SPREAD = "title", "disagreement"


def reviews_of(
    judge: Judge, challenge: Challenge, order: str = BY_TITLE
) -> tuple[list[Criterion], list[Discussed]]:
    """Every project of the panel with all its reviews, without the teams the judge is tied to; by
    title, or those first about which the jury disagrees the most."""
    rubric = rubric_of(challenge)
    versions = entered_versions(judge.event).filter(submission__team__challenge=challenge)
    versions = versions.exclude(submission__team__in=judge.conflicts.standing().values("team"))
    cards: dict[int, list[Scorecard]] = {}
    panel = counted_cards(judge.event).filter(version__submission__team__challenge=challenge)
    for card in panel.select_related("judge", "version").order_by("judge__position", "judge__pk"):
        cards.setdefault(card.version.submission_id, []).append(card)
    ordered = sorted(versions, key=lambda version: version.title.casefold())
    found = [
        Discussed(row, [review(card, rubric) for card in cards.get(row.submission_id, [])])
        for row in ordered
    ]
    if order == BY_SPREAD:
        found.sort(key=lambda project: -project.spread)
    return rubric, found


def review(card: Scorecard, rubric: list[Criterion]) -> Review:
    marks = marks_of(card)
    given = [marks.get(criterion.pk) for criterion in rubric]
    return Review(card.judge, given, total_of(marks, rubric), card.remarks)
