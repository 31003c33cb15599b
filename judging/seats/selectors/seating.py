"""Who sits on which panel, and how many scorecards a decision waits for."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.models import Event, User
from judging.assignment.models import Assignment
from judging.conflicts.models import Conflict
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import Panel
from judging.scorecards.models import Scorecard

ROLES = PanelSeat.Role.choices
Pair = tuple[int, int]  # a judge and a submission


@dataclass(frozen=True)
class Chair:
    """A place in the table of panels: a judge and a challenge."""

    judge: Judge
    challenge: Challenge
    role: str

    @property
    def name(self) -> str:
        return f"seat-{self.judge.pk}-{self.challenge.pk}"


def table(event: Event) -> list[tuple[Judge, list[Chair]]]:
    """Every judge who has not left, with a chair for each challenge."""
    challenges = list(event.challenges.all())
    judges = event.judges.filter(left_at=None).prefetch_related("panel_seats")
    return [(judge, chairs_of(judge, challenges)) for judge in judges]


def find_last_seater(event: Event, judge: Judge) -> User | None:
    """Who last said where the judge sits."""
    on_panels = Q(verb="panel.seat", subject_id=event.pk)
    by_form = Q(verb="judge.edit", subject_id=judge.pk)
    entries = event.audit_entries.filter(on_panels | by_form).select_related("actor")
    entry = entries.order_by("-pk").first()
    return entry.actor if entry else None


def chairs_of(judge: Judge, challenges: list[Challenge]) -> list[Chair]:
    roles = {seat.challenge_id: seat.role for seat in judge.panel_seats.all()}
    return [Chair(judge, challenge, roles.get(challenge.pk, "")) for challenge in challenges]


def presided_by(event: Event, user: User) -> QuerySet[Challenge]:
    """The challenges whose panel this person leads."""
    own = PanelSeat.objects.leading().filter(judge__user=user)
    return event.challenges.filter(pk__in=own.values("challenge"))


def panels_of(challenges: QuerySet[Challenge]) -> list[tuple[Challenge, list[PanelSeat]]]:
    """Each challenge with its seats: the president first, reserves last."""
    order = {"president": 0, "deputy": 1, "member": 2, "reserve": 3}
    shelves = []
    for challenge in challenges.prefetch_related("panel_seats__judge"):
        seats = sorted(
            challenge.panel_seats.all(), key=lambda seat: (order[seat.role], seat.judge.position)
        )
        shelves.append((challenge, seats))
    return shelves


def expected_pairs(event: Event, submissions: dict[int, Pair]) -> dict[int, set[Pair]]:
    """The scorecards that a decision waits for, by challenge; nobody waits for who has left.

    ``submissions`` gives for each submission its challenge and its team. What was handed in and
    counts is among them, whoever wrote it.
    """
    ties = set(Conflict.objects.standing().filter(judge__event=event).values_list("judge", "team"))
    shared_out = set(
        Panel.objects.filter(challenge__event=event, mode=Panel.Mode.SOME).values_list(
            "challenge", flat=True
        )
    )
    asked = pairs_of_panels(event, submissions, shared_out) | pairs_asked(event, shared_out)
    counted = Scorecard.objects.counted().filter(judge__event=event)
    asked |= set(counted.values_list("judge", "version__submission"))
    expected: dict[int, set[Pair]] = defaultdict(set)
    for judge, submission in asked:
        challenge, team = submissions.get(submission, (0, 0))
        if challenge and (judge, team) not in ties:
            expected[challenge].add((judge, submission))
    return expected


def pairs_of_panels(event: Event, submissions: dict[int, Pair], shared_out: set[int]) -> set[Pair]:
    """Where everyone sees everything: all who sit there, without the reserves."""
    seats = PanelSeat.objects.filter(
        judge__event=event, judge__accepted_at__isnull=False, judge__left_at=None
    ).exclude(role=PanelSeat.Role.RESERVE)
    panels: dict[int, list[int]] = defaultdict(list)
    for judge, challenge in seats.values_list("judge", "challenge"):
        panels[challenge].append(judge)
    return {
        (judge, submission)
        for submission, (challenge, _team) in submissions.items()
        if challenge not in shared_out
        for judge in panels[challenge]
    }


def pairs_asked(event: Event, shared_out: set[int]) -> set[Pair]:
    rows = Assignment.objects.open().filter(
        judge__event=event,
        judge__accepted_at__isnull=False,
        judge__left_at=None,
        submission__team__challenge__in=shared_out,
    )
    return set(rows.values_list("judge", "submission"))


def judge_of_panels_or_404(challenges: QuerySet[Challenge], event: Event, judge_id: int) -> Judge:
    """A judge who sits on one of these panels and has not left."""
    judges = event.judges.filter(panel_seats__challenge__in=challenges, left_at=None).distinct()
    judge = get_object_or_404(judges, pk=judge_id)
    judge.event = event
    return judge


def without_president(event: Event) -> list[Challenge]:
    """Panels that nobody leads, or whose president has left or not come yet."""
    led = PanelSeat.objects.filter(role=PanelSeat.Role.PRESIDENT, judge__left_at=None)
    return list(event.challenges.exclude(pk__in=led.values("challenge")))
