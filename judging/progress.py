"""How far the jury is, for organisers and presidents: who owes what, and what holds up a decision.

Nothing here depends on a mark: only on whether a scorecard was finished.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.models import AuditEntry, Event, User
from hackathon.predicates import is_organiser
from judging import policy
from judging.embargo import tied_teams
from judging.models import Assignment, Conflict, Judge, Panel, PanelSeat, PaperSheet, Scorecard
from teams.models import Version
from teams.selectors import entered_versions

Pair = tuple[int, int]  # a judge, a submission
Owed = tuple[Judge, Version, bool]  # and whether it is finished


@dataclass(frozen=True)
class Line:
    """A judge or a submission, and how many of its reviews are in."""

    subject: Judge | Version
    done: int
    owed: int
    handed_in: int = 0
    nudged_at: datetime | None = None


@dataclass(frozen=True)
class Board:
    """A challenge's panel at work."""

    challenge: Challenge
    panel: Panel
    judges: list[Line]
    submissions: list[Line]
    unsettled: list[Conflict] = field(default_factory=list)
    on_paper: list[PaperSheet] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(line.done for line in self.judges)

    @property
    def owed(self) -> int:
        return sum(line.owed for line in self.judges)

    @property
    def silent(self) -> list[Line]:
        """Judges who owe something and have handed in nothing."""
        return [line for line in self.judges if line.owed and not line.done]

    @property
    def short(self) -> list[Line]:
        """Submissions with fewer reviews than they need."""
        return [line for line in self.submissions if line.handed_in < line.owed]

    @property
    def is_held_up(self) -> bool:
        return bool(self.silent or self.short or self.unsettled or self.on_paper)


def overseen_or_404(event: Event, user: User) -> list[Challenge]:
    """All challenges for an organiser, their own panels for a president; else there is no page."""
    challenges = event.challenges.order_by("position", "pk")
    if not is_organiser(user, event):
        challenges = challenges.filter(pk__in=policy.presidents(user).values("challenge"))
    found = list(challenges)
    if not found:
        raise Http404
    for challenge in found:
        challenge.event = event
    return found


def hidden_from(event: Event, user: User) -> set[int]:
    """The teams that this person is tied to as a judge."""
    return set(tied_teams(user).filter(judge__event=event).values_list("team", flat=True))


@dataclass(frozen=True)
class Work:
    """What is owed and what is done in an event, read in a fixed number of queries."""

    seats: list[PanelSeat]
    versions: list[Version]
    panels: dict[int, Panel]
    assigned: set[Pair]
    tied: set[Pair]  # a judge, a team
    finished: dict[Pair, bool]  # whether it counts, that is, was handed in
    nudged: dict[int, datetime]

    def owes(self, seat: PanelSeat, version: Version) -> bool:
        is_tied = (seat.judge_id, version.submission.team_id) in self.tied
        if is_tied or seat.role == PanelSeat.Role.RESERVE:
            return False
        panel = self.panels.get(seat.challenge_id)
        sees_all = panel is None or panel.mode == Panel.Mode.ALL
        return sees_all or (seat.judge_id, version.submission_id) in self.assigned


def work_of(event: Event) -> Work:
    seats = PanelSeat.objects.filter(judge__event=event, judge__in=event.judges.seated())
    cards = Scorecard.objects.finished().filter(judge__event=event, set_aside_at=None)
    entered = list(entered_versions(event))
    cards = cards.filter(version__in=[version.pk for version in entered])
    finished = cards.values_list("judge", "version__submission", "handed_in_at")
    nudges = AuditEntry.objects.filter(event=event, verb="judge.nudge").order_by("id")
    tied = Conflict.objects.standing().filter(judge__event=event)
    assigned = Assignment.objects.open().filter(judge__event=event)
    panels = Panel.objects.filter(challenge__event=event)
    return Work(
        seats=list(seats.select_related("judge").order_by("judge__position", "judge__pk")),
        versions=sorted(entered, key=lambda version: version.title.casefold()),
        panels={panel.challenge_id: panel for panel in panels},
        assigned=set(assigned.values_list("judge", "submission")),
        tied=set(tied.values_list("judge", "team")),
        finished={(judge, submission): bool(at) for judge, submission, at in finished},
        nudged=dict(nudges.values_list("subject_id", "at")),
    )


def boards_for(event: Event, user: User) -> list[Board]:
    """The panels that this person oversees, without the teams they are tied to."""
    challenges, hidden, work = (
        overseen_or_404(event, user),
        hidden_from(event, user),
        work_of(event),
    )
    unsettled = Conflict.objects.proposed().filter(judge__event=event).exclude(team__in=hidden)
    unsettled = list(unsettled.select_related("judge", "team"))
    waiting = waiting_sheets(event).exclude(version__submission__team__in=hidden)
    on_paper = list(waiting)
    boards = []
    for challenge in challenges:
        ties = [tie for tie in unsettled if tie.team.challenge_id == challenge.pk]
        sheets = [row for row in on_paper if row.version.team.challenge_id == challenge.pk]
        boards.append(board_for(challenge, work, hidden, ties, sheets))
    return boards


def board_for(
    challenge: Challenge, work: Work, hidden: set[int], ties: list, sheets: list
) -> Board:
    seats = [seat for seat in work.seats if seat.challenge_id == challenge.pk]
    versions = [
        version
        for version in work.versions
        if version.submission.team.challenge_id == challenge.pk
        and version.submission.team_id not in hidden
    ]
    panel = work.panels.get(challenge.pk) or Panel(challenge=challenge)
    judges = [judge_line(seat, versions, work) for seat in seats]
    lines = [submission_line(version, seats, panel, work) for version in versions]
    return Board(challenge, panel, judges, lines, ties, sheets)


def judge_line(seat: PanelSeat, versions: list[Version], work: Work) -> Line:
    owed = [version.submission_id for version in versions if work.owes(seat, version)]
    states = [work.finished.get((seat.judge_id, submission)) for submission in owed]
    done, handed_in = sum(state is not None for state in states), sum(map(bool, states))
    return Line(seat.judge, done, len(owed), handed_in, work.nudged.get(seat.judge_id))


def submission_line(version: Version, seats: list[PanelSeat], panel: Panel, work: Work) -> Line:
    asked = [seat.judge_id for seat in seats if work.owes(seat, version)]
    states = [work.finished.get((judge, version.submission_id)) for judge in asked]
    needed = panel.reviews_each
    if panel.mode == Panel.Mode.ALL:
        # nobody can stand in for who abstains, but one review at least there must be
        needed = min(len(asked), max(1, len(asked) - states.count(False)))
    return Line(version, sum(state is not None for state in states), needed, sum(map(bool, states)))


def waiting_sheets(event: Event):
    """Sheets that were typed in and not yet held against the paper."""
    sheets = PaperSheet.objects.filter(judge__event=event, confirmed_at=None, refused_at=None)
    return sheets.select_related("judge", "typed_by", "version__submission__team")


@dataclass(frozen=True)
class Task:
    """One project that a judge was asked to score, and where its scorecard stands."""

    version: Version
    scorecard: Scorecard | None


def overseen_judge_or_404(event: Event, user: User, judge_id: int) -> Judge:
    panels = overseen_or_404(event, user)
    judges = event.judges.seated().filter(panel_seats__challenge__in=panels).distinct()
    judge = get_object_or_404(judges, pk=judge_id)
    judge.event = event
    return judge


def owed_in(event: Event, user: User, challenges: list[Challenge]) -> list[Owed]:
    """Each judge with each project that is theirs to score, in panels that this person oversees."""
    hidden, work = hidden_from(event, user), work_of(event)
    wanted = {challenge.pk for challenge in challenges}
    return [
        (seat.judge, version, (seat.judge_id, version.submission_id) in work.finished)
        for seat in work.seats
        for version in work.versions
        if seat.challenge_id in wanted
        and version.submission.team.challenge_id == seat.challenge_id
        and version.submission.team_id not in hidden
        and work.owes(seat, version)
    ]


def tasks_of(judge: Judge, user: User) -> list[Task]:
    """What the judge was asked to score in the panels that this person oversees."""
    challenges = overseen_or_404(judge.event, user)
    cards = {card.version_id: card for card in judge.scorecards.all()}
    owed = owed_in(judge.event, user, challenges)
    return [Task(version, cards.get(version.pk)) for who, version, _is in owed if who == judge]


def overseen_card_or_404(event: Event, user: User, card_id: int) -> Scorecard:
    """A judge's scorecard, for who may open it again."""
    challenges = overseen_or_404(event, user)
    cards = Scorecard.objects.filter(version__submission__team__challenge__in=challenges)
    cards = cards.exclude(version__submission__team__in=hidden_from(event, user))
    related = ("judge__event", "version__submission__team__challenge")
    return get_object_or_404(cards.select_related(*related), pk=card_id)


def oversees(event: Event, user: User) -> bool:
    """Whether there is anything for this person on the page of progress."""
    panels = policy.presidents(user).filter(challenge__event=event)
    return is_organiser(user, event) or panels.exists()
