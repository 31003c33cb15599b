"""What happens to a judge's work when they leave, computed before and at the moment itself."""

from collections import Counter
from dataclasses import dataclass, field

from challenges.models import Challenge
from judging.assignment.models import Assignment
from judging.assignment.selectors import on_desks
from judging.conflicts.models import Conflict
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import Panel
from judging.scorecards.selectors import holding
from teams.models import Submission

Role = PanelSeat.Role


@dataclass(frozen=True)
class Move:
    """A review that somebody else takes over; nobody, if nobody can or need."""

    assignment: Assignment
    to: Judge | None
    is_on_desk: bool = True  # not, while its project does not compete or is still written


@dataclass
class Departure:
    """What will happen: the page shows it, and the service carries out the same."""

    moves: list[Move] = field(default_factory=list)
    called_up: list[PanelSeat] = field(default_factory=list)
    lapsing: list[Challenge] = field(default_factory=list)  # where everyone sees everything
    without_president: list[Challenge] = field(default_factory=list)
    handed_in: int = 0
    begun: int = 0

    @property
    def moved(self) -> list[Move]:
        return [move for move in self.moves if move.to]

    @property
    def unmoved(self) -> list[Move]:
        return [move for move in self.moves if not move.to]

    @property
    def takers(self) -> list[tuple[Judge, int]]:
        """Who takes over, and how many projects more that is on their desk."""
        counts = Counter(move.to for move in self.moved if move.to and move.is_on_desk)
        return sorted(counts.items(), key=lambda one: (-one[1], one[0].name))


def departure_of(judge: Judge, *, set_aside: bool) -> Departure:
    """With ``set_aside`` what was handed in does not count either, and is reviewed anew."""
    plan = Departure()
    handed_in = set(judge.scorecards.counted().values_list("version__submission", flat=True))
    plan.handed_in = holding.handed_in(judge.event).filter(judge=judge).count()
    plan.begun = judge.scorecards.standing().filter(handed_in_at=None, abstained_at=None).count()
    for seat in judge.panel_seats.select_related("challenge"):
        shared_out = Panel.objects.filter(challenge=seat.challenge_id, mode=Panel.Mode.SOME).first()
        plan_panel(plan, seat, shared_out, set() if set_aside else handed_in)
    return plan


def plan_panel(plan: Departure, seat: PanelSeat, panel: Panel | None, done: set[int]) -> None:
    """One panel: a reserve is called up, then open reviews go to those with least to do."""
    bench = bench_of(seat)
    reserve = next((other for other in bench if other.role == Role.RESERVE), None)
    if seat.role != Role.RESERVE and reserve:
        plan.called_up.append(reserve)
    if seat.role == Role.PRESIDENT:
        plan.without_president.append(seat.challenge)
    if panel is None:
        plan.lapsing.append(seat.challenge)
        return
    takers = [other for other in bench if other.role != Role.RESERVE or other is reserve]
    open_rows = seat.judge.assignments.filter(
        ended_at=None, submission__team__challenge=seat.challenge_id
    )
    rows = [
        row for row in open_rows.select_related("submission__team") if row.submission_id not in done
    ]
    share_out(plan, rows, takers, panel)


def bench_of(seat: PanelSeat) -> list[PanelSeat]:
    """The others who sit there, in the organiser's order."""
    others = PanelSeat.objects.filter(
        challenge=seat.challenge_id, judge__accepted_at__isnull=False, judge__left_at=None
    ).exclude(judge=seat.judge_id)
    return list(others.select_related("judge", "challenge").order_by("judge__position", "judge"))


def share_out(
    plan: Departure, rows: list[Assignment], takers: list[PanelSeat], panel: Panel
) -> None:
    judges = [seat.judge_id for seat in takers]
    open_rows = Assignment.objects.filter(judge__in=judges, ended_at=None)
    load = Counter(
        open_rows.filter(submission__team__challenge=panel.challenge_id).values_list(
            "judge", flat=True
        )
    )
    taken = set(open_rows.values_list("judge", "submission"))
    ties = set(Conflict.objects.standing().filter(judge__in=judges).values_list("judge", "team"))
    shown = on_desks(panel.challenge.event, [row.submission_id for row in rows])
    for row in rows:
        fit = [
            seat
            for seat in takers
            if (seat.judge_id, row.submission_id) not in taken
            and (seat.judge_id, row.submission.team_id) not in ties
            and (panel.most_per_judge is None or load[seat.judge_id] < panel.most_per_judge)
            and row.submission.status == Submission.Status.SUBMITTED
        ]
        chosen = min(
            fit, key=lambda seat: (seat.role != Role.RESERVE, load[seat.judge_id]), default=None
        )
        to = chosen.judge if chosen else None
        plan.moves.append(Move(row, to, row.submission_id in shown))
        if chosen:
            load[chosen.judge_id] += 1
            taken.add((chosen.judge_id, row.submission_id))
