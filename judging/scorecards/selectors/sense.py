"""Whether a handed-in scorecard stands by the rules in force: whole, and by their sense."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hackathon.models import Event
from judging.conflicts.models import Conflict
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import ChangeOfSense, Criterion
from judging.scorecards.models import Score, Scorecard, ScorecardQuerySet

# Whose rubric a scorecard is by: the panel's that gave it, wherever the team competes by now.
PANEL = Coalesce("moved_from", "version__submission__team__challenge")


def lacks_a_mark() -> Exists:
    """Of a scorecard: a criterion in force has no mark. However it came to that, it is not whole
    and does not count."""
    challenge = OuterRef("version__submission__team__challenge")
    criteria = Criterion.objects.in_force().filter(
        Q(challenge=None) | Q(challenge=challenge), event=OuterRef("judge__event")
    )
    given = Score.objects.filter(scorecard=OuterRef(OuterRef("pk")), criterion=OuterRef("pk"))
    return Exists(criteria.filter(~Exists(given)))


def has_another_sense() -> Exists:
    """Of a scorecard with its ``panel``: a criterion has got another sense since the hand-in."""
    event, panel, handed_in_at = map(OuterRef, ("judge__event", "panel", "handed_in_at"))
    return Exists(changes_since(event, panel, handed_in_at))


def changes_since(event: Any, challenge: Any, at: Any) -> QuerySet[ChangeOfSense]:
    """Of the sense of a criterion that counts in the challenge; but those taken back."""
    changes = changes_in(event, challenge)
    return changes.filter(taken_back_at=None, sheet__published_at__gt=at)


def changes_in(event: Any, challenge: Any) -> QuerySet[ChangeOfSense]:
    return ChangeOfSense.objects.filter(
        Q(criterion__challenge=None) | Q(criterion__challenge=challenge),
        criterion__retired_at=None,
        criterion__event=event,
    )


def has_another_sense_than(event: Event, challenge: int, number: int) -> bool:
    """Whether a criterion that counts there means something else than on the sheet of this number:
    by a change since then, or because one that the sheet says is taken back since then."""
    changed = Q(taken_back_at=None, sheet__number__gt=number)
    read_at = event.rule_sheets.filter(number=number).values("published_at")
    undone = Q(sheet__number__lte=number, taken_back_at__gt=Subquery(read_at))
    return changes_in(event.pk, challenge).filter(changed | undone).exists()


def can_act() -> Q:
    """Of a scorecard with its ``panel``: its judge sits there and is not tied to the team."""
    seats = PanelSeat.objects.filter(judge=OuterRef("judge"), challenge=OuterRef("panel"))
    tied = Conflict.objects.standing().filter(
        judge=OuterRef("judge"), team=OuterRef("version__submission__team")
    )
    seated = Judge.objects.seated().filter(pk=OuterRef("judge"))
    is_seated = Exists(seated) & Exists(seats.exclude(role=PanelSeat.Role.RESERVE))
    return Q(is_seated) & Q(~Exists(tied))


def standing_by_the_rules(cards: ScorecardQuerySet) -> ScorecardQuerySet:
    """Those that are whole; and by the sense in force, if their judge can still see to that."""
    return cards.exclude(lacks_a_mark()).alias(panel=PANEL).exclude(has_another_sense() & can_act())


def cards_at_hand(criterion: Criterion) -> ScorecardQuerySet:
    """Scorecards by this criterion whose judges can still act, whether they count just now or not:
    a team may be closed, not eligible or elsewhere, or a finding may wait.

    What was set aside with a judge who left is looked at when they come back.
    """
    cards = Scorecard.objects.standing().filter(judge__event=criterion.event_id)
    cards = cards.alias(panel=PANEL).filter(can_act())
    cards = cards.exclude(set_aside_at__isnull=False, moved_from=None)
    return cards.filter(panel=criterion.challenge_id) if criterion.challenge_id else cards
