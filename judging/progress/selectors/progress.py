"""How far the jury is, for organisers and presidents: who owes what, and what holds up a decision.

Nothing here depends on a mark: only on whether a scorecard was finished. Which projects further
reviews go to does depend on marks, and is told to those alone who may know how they stand; all
others read how many each judge has.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.kernel.columns import with_columns
from hackathon.kernel.predicates import is_organiser
from hackathon.models import AuditEntry, Event, User
from judging.assignment.models import Assignment
from judging.assignment.selectors import teams_not_asked_in
from judging.conflicts.models import Conflict
from judging.conflicts.selectors.register import hidden_teams
from judging.embargo.waits import may_know_standings
from judging.jury.models import Judge, PanelSeat
from judging.jury.policy import presidents
from judging.progress import policy
from judging.rules.models import Panel
from judging.scorecards.models import PaperSheet, Scorecard
from judging.scorecards.selectors.holding import standing_with
from teams.models import Member, Version
from teams.submissions.selectors.submissions import entered_in

Pair = tuple[int, int]  # a judge, a submission
BY_HAND = Assignment.Origin.HAND
FIRST = Q(wave__number=1) & ~Q(origin=BY_HAND)  # by the plan, before any mark
Owed = tuple[Judge, Version, bool]  # and whether it is finished


@dataclass(frozen=True)
class Line:
    """A judge or a submission, and how many of its reviews are in."""

    subject: Judge | Version
    done: int
    owed: int
    handed_in: int = 0
    is_early: bool = False  # a submission whose team can still submit: no review is asked for yet
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
    may_confirm: bool = False  # whether the sheets open for this reader
    unanswered: list[PanelSeat] = field(default_factory=list)  # of who has not accepted yet

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
        challenges = challenges.filter(pk__in=presidents(user).values("challenge"))
    found = list(challenges)
    if not found:
        raise Http404
    for challenge in found:
        challenge.event = event
    return found


@dataclass(frozen=True)
class Work:
    """What is owed and what is done in an event, read in a fixed number of queries."""

    seats: list[PanelSeat]  # with ``competes``: who is in a team of the event scores nothing
    versions: list[Version]  # with ``is_early``: their teams can still submit
    panels: dict[int, Panel]
    assigned: set[Pair]
    further: set[Pair]  # of those, what came after the first wave: it follows the marks
    tied: set[Pair]  # a judge, a team
    finished: dict[Pair, bool]  # whether it counts, that is, was handed in
    nudged: dict[int, datetime]

    def owes(self, seat: PanelSeat, version: Version) -> bool:
        is_tied = (seat.judge_id, version.submission.team_id) in self.tied
        if is_tied or seat.competes or seat.role == PanelSeat.Role.RESERVE:
            return False
        return self.sees_all(seat) or (seat.judge_id, version.submission_id) in self.assigned

    @property
    def asked_for(self) -> list[Version]:
        """What judges are to review now, as their desks show it."""
        return [version for version in self.versions if not version.is_early]

    def sees_all(self, seat: PanelSeat) -> bool:
        panel = self.panels.get(seat.challenge_id)
        return panel is None or panel.mode == Panel.Mode.ALL

    def owed_pairs(self, seats: list[PanelSeat], versions: list[Version]) -> list[Pair]:
        """Each judge with each submission of a panel that they owe, in the order of both."""
        asked: dict[int, set[int]] = {}
        for judge, submission in self.assigned:
            asked.setdefault(judge, set()).add(submission)
        return [
            (seat.judge_id, version.submission_id)
            for seat in seats
            for own in [None if self.sees_all(seat) else asked.get(seat.judge_id, set())]
            for version in versions
            if (own is None or version.submission_id in own) and self.owes(seat, version)
        ]

    def for_reader(self, user: User, challenge: Challenge) -> "Work":
        """Without what follows the marks, for who may not know how they stand."""
        if not self.further or is_told_further(user, challenge):
            return self
        return replace(self, assigned=self.assigned - self.further)


def work_of(event: Event) -> Work:
    return work_in([event])


def work_in(events: Collection[Event]) -> Work:
    """Of several events at once; as many queries as for one."""
    seated = Judge.objects.seated().filter(event__in=events)
    seats = PanelSeat.objects.filter(judge__in=seated)
    cards = Scorecard.objects.finished().filter(judge__event__in=events)
    own_seats = Member.objects.filter(event=OuterRef("judge__event"), user=OuterRef("judge__user"))
    seats = with_columns(seats.select_related("judge"), competes=Exists(own_seats))
    early = teams_not_asked_in(events).filter(pk=OuterRef("submission__team"))
    entered = list(with_columns(entered_in(events), is_early=Exists(early)))
    cards = cards.filter(version__in=standing_with(entered))
    finished = cards.values_list("judge", "version__submission", "handed_in_at", "set_aside_at")
    nudges = AuditEntry.objects.filter(event__in=events, verb="judge.nudge").order_by("id")
    tied = Conflict.objects.standing().filter(judge__event__in=events)
    assigned = Assignment.objects.open().filter(judge__event__in=events)
    rows = list(assigned.values_list("judge", "submission", "wave__number", "origin"))
    panels = Panel.objects.filter(challenge__event__in=events)
    return Work(
        seats=list(seats.order_by("judge__position", "judge__pk")),
        versions=sorted(entered, key=lambda version: version.title.casefold()),
        panels={panel.challenge_id: panel for panel in panels},
        assigned={(judge, submission) for judge, submission, *_how in rows},
        further={
            (judge, submission)
            for judge, submission, wave, origin in rows
            if is_further(wave, origin)
        },
        tied=set(tied.values_list("judge", "team")),
        finished={(judge, card): bool(at and not out) for judge, card, at, out in finished},
        nudged=dict(nudges.values_list("subject_id", "at")),
    )


def boards_for(event: Event, user: User) -> list[Board]:
    """The panels that this person oversees, without the teams they are tied to."""
    challenges, hidden, work = (
        overseen_or_404(event, user),
        hidden_teams(event, user),
        work_of(event),
    )
    proposed = Conflict.objects.proposed().filter(judge__event=event).exclude(team__in=hidden)
    unsettled = list(proposed.select_related("judge", "team"))
    waiting = waiting_sheets(event).exclude(version__submission__team__in=hidden)
    on_paper, unanswered = list(waiting), unanswered_in(challenges)
    boards = []
    for challenge in challenges:
        ties = [tie for tie in unsettled if tie.team.challenge_id == challenge.pk]
        told = work.for_reader(user, challenge)
        sheets = [
            row
            for row in on_paper
            if row.version.team.challenge_id == challenge.pk
            and (row.judge_id, row.version.submission_id) not in work.assigned - told.assigned
        ]
        board = board_for(challenge, work, told, hidden, ties, sheets)
        may_confirm = bool(sheets) and policy.may_type(user, sheets[0])
        asked = [seat for seat in unanswered if seat.challenge_id == challenge.pk]
        boards.append(replace(board, may_confirm=may_confirm, unanswered=asked))
    return boards


def unanswered_in(challenges: list[Challenge]) -> list[PanelSeat]:
    """Of judges who have neither accepted nor declined: invited, or only listed."""
    seats = PanelSeat.objects.filter(
        challenge__in=challenges,
        judge__accepted_at=None,
        judge__declined_at=None,
        judge__left_at=None,
    )
    return list(seats.select_related("judge").order_by("judge__position", "judge__pk"))


def board_for(
    challenge: Challenge, work: Work, told: Work, hidden: set[int], ties: list, sheets: list
) -> Board:
    """``told`` is what the reader may know of the submissions; of the judges only numbers are."""
    seats = [seat for seat in work.seats if seat.challenge_id == challenge.pk]
    versions = [
        version
        for version in work.versions
        if version.submission.team.challenge_id == challenge.pk
        and version.submission.team_id not in hidden
    ]
    panel = work.panels.get(challenge.pk) or Panel(challenge=challenge)
    asked_for = [version for version in versions if not version.is_early]
    of_judge, of_submission = defaultdict(list), defaultdict(list)
    for judge, submission in work.owed_pairs(seats, asked_for):
        of_judge[judge].append(submission)
    for judge, submission in told.owed_pairs(seats, asked_for):
        of_submission[submission].append(judge)
    judges = [judge_line(seat, of_judge[seat.judge_id], work) for seat in seats]
    lines = [
        submission_line(version, of_submission[version.submission_id], panel, told)
        for version in versions
    ]
    return Board(challenge, panel, judges, lines, ties, sheets)


def judge_line(seat: PanelSeat, owed: list[int], work: Work) -> Line:
    """``owed`` are the submissions that the judge is to review."""
    states = [work.finished.get((seat.judge_id, submission)) for submission in owed]
    done, handed_in = sum(state is not None for state in states), sum(map(bool, states))
    is_missing = done < len(owed)
    nudged_at = work.nudged.get(seat.judge_id) if is_missing else None
    return Line(seat.judge, done, len(owed), handed_in, nudged_at=nudged_at)


def submission_line(version: Version, asked: list[int], panel: Panel, work: Work) -> Line:
    """``asked`` are the judges who are to review it."""
    if version.is_early:
        return Line(version, 0, 0, is_early=True)
    states = [work.finished.get((judge, version.submission_id)) for judge in asked]
    needed = panel.reviews_each
    if panel.mode == Panel.Mode.ALL:
        # nobody can stand in for who abstains, but one review at least there must be
        needed = min(len(asked), max(1, len(asked) - states.count(False)))
    return Line(version, sum(state is not None for state in states), needed, sum(map(bool, states)))


def waiting_sheets(event: Event) -> QuerySet[PaperSheet]:
    """Sheets that were typed in and not yet held against the paper."""
    sheets = PaperSheet.objects.filter(judge__event=event, confirmed_at=None, refused_at=None)
    return sheets.select_related("judge", "typed_by", "version__submission__team")


def events_of_waiting_sheets() -> QuerySet[Event]:
    waiting = PaperSheet.objects.filter(confirmed_at=None, refused_at=None)
    return Event.objects.filter(published_at=None, pk__in=waiting.values("judge__event"))


@dataclass(frozen=True)
class Task:
    """One project that a judge was asked to score, and where its scorecard stands."""

    version: Version
    scorecard: Scorecard | None
    on_paper: PaperSheet | None = None  # typed in, and not confirmed yet


def overseen_judge_or_404(event: Event, user: User, judge_id: int) -> Judge:
    panels = overseen_or_404(event, user)
    judges = event.judges.seated().filter(panel_seats__challenge__in=panels).distinct()
    judge = get_object_or_404(judges, pk=judge_id)
    judge.event = event
    return judge


def owed_in(event: Event, user: User, challenges: list[Challenge]) -> list[Owed]:
    """Each judge with each project that is theirs to score, in panels that this person oversees."""
    hidden, work = hidden_teams(event, user), work_of(event)
    wanted = {challenge.pk: work.for_reader(user, challenge) for challenge in challenges}
    return [
        (seat.judge, version, (seat.judge_id, version.submission_id) in work.finished)
        for seat in work.seats
        for version in work.versions
        if seat.challenge_id in wanted
        and version.submission.team.challenge_id == seat.challenge_id
        and version.submission.team_id not in hidden
        and wanted[seat.challenge_id].owes(seat, version)
    ]


def tasks_of(judge: Judge, user: User) -> list[Task]:
    """What the judge was asked to score in the panels that this person oversees."""
    challenges = overseen_or_404(judge.event, user)
    cards = {card.version_id: card for card in judge.scorecards.standing()}
    typed = {sheet.version_id: sheet for sheet in waiting_sheets(judge.event).filter(judge=judge)}
    owed = owed_in(judge.event, user, challenges)
    return [
        Task(version, cards.get(version.pk), typed.get(version.pk))
        for who, version, _is in owed
        if who == judge and not version.is_early
    ]


def overseen_card_or_404(event: Event, user: User, card_id: int) -> Scorecard:
    """A judge's scorecard, for who may open it again: one of those that they are told of."""
    challenges = overseen_or_404(event, user)
    cards = Scorecard.objects.standing().filter(version__submission__team__challenge__in=challenges)
    cards = cards.exclude(version__submission__team__in=hidden_teams(event, user))
    related = ("judge__event", "version__submission__team__challenge")
    card = get_object_or_404(cards.select_related(*related), pk=card_id)
    challenge = next(row for row in challenges if row == card.version.submission.team.challenge)
    if is_untold(card, user, challenge):
        raise Http404
    return card


def is_untold(card: Scorecard | PaperSheet, user: User, challenge: Challenge) -> bool:
    """Whether that this judge reviews this project is not for this reader to know."""
    further = Assignment.objects.open().exclude(FIRST).filter(judge=card.judge_id)
    asked = further.filter(submission=card.version.submission_id)
    return asked.exists() and not is_told_further(user, challenge)


def untold_in(event: Event, user: User, challenges: list[Challenge]) -> Counter[int]:
    """For each judge how many further reviews they have of which this reader learns no more."""
    rows = Assignment.objects.open().exclude(FIRST).filter(judge__event=event)
    rows = rows.exclude(submission__team__in=hidden_teams(event, user))
    pairs = list(rows.values_list("judge", "submission__team__challenge"))
    asked = {challenge for _judge, challenge in pairs}
    silent = {row.pk for row in challenges if row.pk in asked and not is_told_further(user, row)}
    return Counter(judge for judge, challenge in pairs if challenge in silent)


def is_further(wave: int, origin: str) -> bool:
    """Whether a review was asked for when there were marks that it could follow."""
    return wave > 1 or origin == BY_HAND


def is_told_further(user: User, challenge: Challenge) -> bool:
    """Whether this reader may know which projects are reviewed further: those still in the race."""
    return challenge.event.published_at is not None or may_know_standings(user, challenge)
