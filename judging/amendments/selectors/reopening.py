"""Which scorecards a change of the rubric's sense opens again, and which it leaves alone."""

from collections.abc import Collection

from judging.jury.models import Judge
from judging.rules.models import ChangeOfSense, Criterion
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.marks import counted_cards
from judging.scorecards.selectors.sense import cards_at_hand


def cards_to_reopen(criterion: Criterion) -> list[Scorecard]:
    """What was handed in, whether it counts just now or not: it may count again."""
    cards = cards_at_hand(criterion).filter(handed_in_at__isnull=False)
    return list(cards.select_related("judge").order_by("judge__position", "judge", "pk"))


def cards_left_behind(change: ChangeOfSense, judges: Collection[Judge]) -> list[Scorecard]:
    """Of judges who can act again: what they handed in before this change of sense."""
    before = {"judge__in": judges, "handed_in_at__lt": change.sheet.published_at}
    return list(cards_at_hand(change.criterion).filter(**before).order_by("pk"))


def cards_that_stay(criterion: Criterion) -> int:
    """How many that count were handed in by judges who cannot act any more."""
    counted = counted_cards(criterion.event)
    if criterion.challenge_id:
        counted = counted.filter(version__submission__team__challenge=criterion.challenge_id)
    return counted.exclude(pk__in=cards_at_hand(criterion).values("pk")).count()
