"""Who could review what in a challenge, who does, and what a plan would look like."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge
from hackathon.kernel.operations import seen_at
from judging.assignment.models import Assignment, Wave
from judging.conflicts.models import Conflict
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import Panel
from judging.scorecards.models import Scorecard
from judging.scoring.plan import CONFLICT_BEGUN, JUDGES_FULL, Plan, Preview, Shortage
from teams.deadlines.rule import open_at
from teams.models import Submission
from teams.submissions.selectors.submissions import entered_versions


def panel_of(challenge: Challenge) -> Panel:
    """The challenge's panel; a new one, not yet written, says that everyone sees everything."""
    return Panel.objects.filter(challenge=challenge).first() or Panel(challenge=challenge)


def entered_in(challenge: Challenge) -> list[Submission]:
    """What may be reviewed: entered, and the team's own time is over."""
    event = challenge.event
    open_still = open_at(event.teams.all(), seen_at(event))
    versions = entered_versions(event).filter(submission__team__challenge=challenge)
    versions = versions.exclude(submission__team__in=open_still.values("pk"))
    return sorted((version.submission for version in versions), key=lambda row: row.pk)


def panel_judges(challenge: Challenge) -> list[Judge]:
    """Who sits on the panel and is not in reserve."""
    seats = challenge.panel_seats.exclude(role=PanelSeat.Role.RESERVE)
    judges = Judge.objects.seated().filter(panel_seats__in=seats)
    return list(judges.order_by("position", "pk"))


@dataclass(frozen=True, eq=False)
class Roster:
    """The panel's judges (J) and submissions (P), with what stands between them, (J, P) each."""

    challenge: Challenge
    panel: Panel
    judges: list[Judge]
    submissions: list[Submission]
    tied: np.ndarray
    held: np.ndarray  # assigned, released or not
    begun: np.ndarray  # a scorecard exists

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.judges), len(self.submissions)

    @cached_property
    def limits(self) -> int:
        return self.panel.most_per_judge or len(self.submissions)

    def cell(self, judge_id: int, submission_id: int | None) -> tuple[int, int] | None:
        row = self.rows.get(judge_id)
        column = self.columns.get(submission_id) if submission_id else None
        return None if row is None or column is None else (row, column)

    @cached_property
    def rows(self) -> dict[int, int]:
        return {judge.pk: row for row, judge in enumerate(self.judges)}

    @cached_property
    def columns(self) -> dict[int, int]:
        return {row.pk: column for column, row in enumerate(self.submissions)}

    def preview(self) -> Preview:
        return Plan(self.held, (), 0).preview()

    def shortages(self) -> list[str]:
        """What the published number of reviews still lacks, in words."""
        missing = np.maximum(0, self.panel.reviews_each - self.held.sum(axis=0))
        return [
            ngettext("“%(title)s” lacks %(n)d review.", "“%(title)s” lacks %(n)d reviews.", int(n))
            % {"title": self.submissions[column], "n": n}
            for column, n in enumerate(missing)
            if n
        ]


def roster_of(challenge: Challenge) -> Roster:
    judges, submissions = panel_judges(challenge), entered_in(challenge)
    roster = Roster(
        challenge,
        panel_of(challenge),
        judges,
        submissions,
        *(np.zeros((len(judges), len(submissions)), bool) for _ in range(3)),
    )
    columns_of_team = {row.team_id: row.pk for row in submissions}
    for judge, team in (
        Conflict.objects.standing()
        .filter(judge__in=judges, team__challenge=challenge)
        .values_list("judge", "team")
    ):
        mark(roster, roster.tied, judge, columns_of_team.get(team))
    standing = Assignment.objects.filter(submission__in=submissions, ended_at=None)
    for judge, submission in standing.values_list("judge", "submission"):
        mark(roster, roster.held, judge, submission)
    cards = Scorecard.objects.standing().filter(version__submission__in=submissions)
    for judge, submission in cards.values_list("judge", "version__submission"):
        mark(roster, roster.begun, judge, submission)
    return roster


def mark(roster: Roster, table: np.ndarray, judge_id: int, submission_id: int | None) -> None:
    cell = roster.cell(judge_id, submission_id)
    if cell:
        table[cell] = True


def in_words(shortage: Shortage, roster: Roster) -> str:
    """Why a plan cannot give a submission all its reviews."""
    title = roster.submissions[shortage.entry]
    told = {"title": title, "n": shortage.missing}
    if shortage.code == CONFLICT_BEGUN:
        place: Any = shortage.parameters["judge"]
        judge = roster.judges[place]
        return _("“%(title)s”: %(judge)s has begun it and has a conflict of interest.") % {
            "title": title,
            "judge": judge,
        }
    if shortage.code == JUDGES_FULL:
        return _("“%(title)s” lacks %(n)d: every judge who could take it has enough.") % told
    return _("“%(title)s” lacks %(n)d: too few judges without a conflict of interest.") % told


def plans_another(challenge: Challenge) -> bool:
    """Whether the rules plan one more wave than have been released; the first always is."""
    released = challenge.waves.exclude(released_at=None).count()
    return released <= panel_of(challenge).more_waves


def unreleased(challenge: Challenge) -> Wave | None:
    return challenge.waves.filter(released_at=None).last()


def is_all_in(challenge: Challenge) -> bool:
    """Whether every review that was asked for has been handed in; true before the first wave."""
    asked = Assignment.objects.open().filter(submission__team__challenge=challenge)
    done = Scorecard.objects.finished().filter(
        judge=OuterRef("judge"), version__submission=OuterRef("submission")
    )
    return not asked.exclude(Exists(done)).exists()
