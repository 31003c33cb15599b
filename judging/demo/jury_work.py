"""How the rehearsal's jury scores: always the same marks for the same projects."""

import random
from datetime import timedelta

from django.db.models import Exists, OuterRef

from hackathon.models import Event
from judging.conflicts.models import Conflict
from judging.demo import rehearsal_texts as texts
from judging.demo.descriptions import REMARKS
from judging.demo.jury_texts import ANCHORS
from judging.jury.models import Judge
from judging.rules.models import Criterion
from judging.scorecards.models import Score, Scorecard
from teams.models import Version


def score(event: Event, *, everything: bool) -> None:
    """Scorecards that are missing; with ``everything`` those that were begun are completed."""
    criteria = rubric(event)
    if everything:
        hand_in_the_rest(event, criteria)
    cards: list[Scorecard] = []
    judges = event.judges.filter(accepted_at__isnull=False).select_related("user")
    for judge in judges.prefetch_related("panel_seats", "conflicts", "scorecards"):
        judge.event = event
        done = {card.version_id for card in judge.scorecards.all()}
        fresh = (version for version in versions_for(judge) if version.pk not in done)
        cards += filter(None, (begun(judge, version, everything) for version in fresh))
    Scorecard.objects.bulk_create(cards)
    Score.objects.bulk_create(
        mark(card, criterion)
        for card in cards
        for criterion in (criteria if card.handed_in_at else criteria[:2])
    )


def rubric(event: Event) -> list[Criterion]:
    """The event's criteria; nothing can be scored without, so that an empty rubric is refilled."""
    if not event.criteria.exists():
        write_rubric(event)
    return list(event.criteria.all())


def write_rubric(event: Event) -> None:
    for position, criterion in enumerate(texts.CRITERIA, 1):
        Criterion.objects.create(event=event, position=position, **criterion, **ANCHORS)


def versions_for(judge: Judge) -> list[Version]:
    tied = {tie.team_id for tie in judge.conflicts.all() if tie.state == "stands"}
    panel = {seat.challenge_id for seat in judge.panel_seats.all()}
    versions = Version.objects.entered().filter(submission__team__challenge__in=panel)
    return list(versions.exclude(submission__team__in=tied))


def begun(judge: Judge, version: Version, everything: bool) -> Scorecard | None:
    chance = chance_of(judge, version)
    turn = chance.randrange(10)
    if not everything and turn >= 6:
        return None
    handed_in = everything or turn < 4
    at = judge.event.submissions_close_at + timedelta(minutes=20 + turn * 13)
    language = judge.user.language if judge.user else "en"
    return Scorecard(
        judge=judge,
        version=version,
        revision=1,
        handed_in_at=at if handed_in else None,
        remarks=chance.choice(REMARKS[language]) if handed_in and turn % 4 else "",
    )


def hand_in_the_rest(event: Event, criteria: list[Criterion]) -> None:
    """Complete what was begun, except where a tie declared since then forbids it."""
    tied = Conflict.objects.filter(
        judge=OuterRef("judge"), team=OuterRef("version__submission__team"), state="stands"
    )
    open_cards = Scorecard.objects.filter(judge__event=event, handed_in_at=None)
    open_cards.filter(Exists(tied)).delete()
    for card in open_cards.select_related("judge", "version").prefetch_related("scores"):
        given = {score.criterion_id for score in card.scores.all()}
        Score.objects.bulk_create(mark(card, line) for line in criteria if line.pk not in given)
        card.handed_in_at = event.judging_closes_at - timedelta(minutes=30)
        card.save()


def mark(card: Scorecard, criterion: Criterion) -> Score:
    """Judges differ in severity, projects in quality."""
    chance = chance_of(card.judge, card.version, criterion)
    quality = random.Random(card.version.title).uniform(2.2, 4.4)  # noqa: S311 - no secret
    severity = (card.judge.position % 4 - 1.5) * 0.4
    value = round(quality + severity + chance.gauss(0, 0.6))
    return Score(scorecard=card, criterion=criterion, value=max(1, min(5, value)))


def chance_of(judge: Judge, version: Version, criterion: Criterion | None = None) -> random.Random:
    line = criterion.position if criterion else 0
    return random.Random(f"{judge.position} {version.title} {line}")  # noqa: S311 - no secret
