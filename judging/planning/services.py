"""Reviews are shared out: wave by wave, by the plan or by hand; what is begun is never taken."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.models import User
from judging.assignment.models import Assignment, Wave
from judging.conflicts.models import Conflict
from judging.jury.models import Judge
from judging.planning import policy
from judging.planning.selectors.assigning import (
    Roster,
    in_words,
    is_all_in,
    panel_of,
    plans_another,
    roster_of,
    unreleased,
)
from judging.planning.selectors.further import cell_of, compute_next_wave, race_in_words
from judging.rules.models import Panel
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.marks import marks_for
from judging.scoring import waves
from judging.scoring.assign import assign, rebalance
from teams.models import Submission

Pairs = list[tuple[int, int]]  # judge and submission, by their place in the roster


def propose_wave(*, actor: User | None, challenge: Challenge, seed: int = 0) -> Wave:
    """Plan the next wave, or plan an unreleased one anew. Judges see nothing of it yet."""
    panel = kept_panel(challenge)
    with policy.PROPOSE_WAVE.begin(actor, challenge, lock=[panel]) as record:
        require_shared_out(panel)
        wave = unreleased(challenge)
        if wave:
            wave.assignments.all().delete()
        else:
            wave = next_wave(challenge, record.at)
        wave.seed, wave.proposed_at = seed, record.at
        roster = roster_of(challenge)
        pairs, fillers, wave.certainty, left = plan_reviews(roster, wave.number, seed)
        wave.save()
        write_pairs(wave, roster, pairs, record.at, fillers)
        record.about(wave, number=wave.number, reviews=len(pairs), lacking=len(left))
    wave.left = left
    return wave


def kept_panel(challenge: Challenge) -> Panel:
    panel = panel_of(challenge)
    if panel.pk is None:
        raise StateConflict(_("Say first how the submissions of this challenge are shared out."))
    return panel


def require_shared_out(panel: Panel) -> None:
    if panel.mode != Panel.Mode.SOME:
        raise StateConflict(_("In this panel everyone sees everything: there is nothing to plan."))


def next_wave(challenge: Challenge, at: datetime) -> Wave:
    if not plans_another(challenge):
        raise StateConflict(_("The rule sheet plans no further wave."))
    return Wave(challenge=challenge, number=challenge.waves.count() + 1, proposed_at=at)


def pairs_in(table: np.ndarray) -> Pairs:
    return [(judge, entry) for judge, entry in np.argwhere(table).tolist()]


def plan_reviews(
    roster: Roster, number: int, seed: int
) -> tuple[Pairs, Pairs, int | None, list[str]]:
    """Reviews, fillers among them, how sure the leader is in thousandths, and what is lacking."""
    if not roster.judges or not roster.submissions:
        raise StateConflict(_("There is nothing to share out: no judges, or no submissions."))
    if number == 1:
        plan = assign(
            *roster.shape,
            need=roster.panel.reviews_each,
            limits=roster.limits,
            conflicts=roster.tied,
            begun=roster.held | roster.begun,
            seed=seed,
        )
        fresh = plan.table & ~roster.held
        left = [in_words(shortage, roster) for shortage in plan.shortages]
        return pairs_in(fresh), [], None, left
    return plan_further_reviews(roster, seed)


def plan_further_reviews(roster: Roster, seed: int) -> tuple[Pairs, Pairs, int | None, list[str]]:
    """The next reviews where they help most, with fillers that keep the wave blind."""
    marks = marks_for(roster.challenge)
    if marks is None:
        raise StateConflict(_("Nobody has handed in a scorecard yet."))
    proposal = compute_next_wave(marks, marks.standings(), roster, seed)
    race = proposal.races[marks.challenge_ids.index(roster.challenge.pk)]
    if race.code != waves.OPEN:
        raise StateConflict(race_in_words(race))
    cells = {pair: cell_of(pair, marks, roster) for pair in proposal.reviews}
    fillers = [cells[pair] for pair in proposal.fillers]
    certainty = None if race.best is None else round(1000 * race.best)
    return list(cells.values()), fillers, certainty, []


def write_pairs(
    wave: Wave, roster: Roster, pairs: Pairs, at: datetime, fillers: Iterable = ()
) -> None:
    extra = set(fillers)
    Assignment.objects.bulk_create(
        Assignment(
            judge=roster.judges[row],
            submission=roster.submissions[column],
            wave=wave,
            assigned_at=at,
            origin=Assignment.Origin.FILLER if (row, column) in extra else Assignment.Origin.PLAN,
        )
        for row, column in pairs
    )


def release_wave(*, actor: User | None, wave: Wave) -> Wave:
    """From now on its judges see what they are asked to review."""
    with policy.RELEASE_WAVE.begin(actor, wave, lock=[wave]) as record:
        if wave.released_at:
            raise StateConflict(_("This wave has been released already."))
        wave.released_at, wave.released_by = record.at, actor
        wave.save(update_fields=["released_at", "released_by"])
        record.about(wave, number=wave.number)
    return wave


def add_review(*, actor: User, wave: Wave, judge: Judge, submission: Submission) -> Assignment:
    """One more review by hand; conflicts and panels hold here, too."""
    panel = kept_panel(wave.challenge)
    with policy.CHANGE_ASSIGNMENT.begin(actor, wave, lock=[panel]) as record:
        roster = roster_of(wave.challenge)
        cell = roster.cell(judge.pk, submission.pk)
        if cell is None or roster.tied[cell]:
            raise StateConflict(_("This judge may not review this submission."))
        assignment = Assignment.objects.create(
            judge=judge,
            submission=submission,
            wave=wave,
            assigned_at=record.at,
            origin=Assignment.Origin.HAND,
        )
        record.about(assignment, judge=judge.pk, submission=submission.pk)
    return assignment


def take_review(*, actor: User, assignment: Assignment, reason: str) -> Assignment:
    """Take back a review that nobody has begun."""
    wave = assignment.wave
    panel = kept_panel(wave.challenge)
    with policy.CHANGE_ASSIGNMENT.begin(actor, wave, lock=[panel, assignment]) as record:
        cards = assignment.judge.scorecards.standing().filter(
            version__submission=assignment.submission_id
        )
        if assignment.ended_at or cards.exists():
            raise StateConflict(_("This review has been begun: it stays."))
        assignment.ended_at, assignment.ended_reason = record.at, reason
        assignment.save(update_fields=["ended_at", "ended_reason"])
        record.about(assignment, judge=assignment.judge_id, submission=assignment.submission_id)
    return assignment


def rebalance_reviews(*, actor: User, challenge: Challenge, reason: str) -> int:
    """After a judge has gone or a tie was found: their open reviews move; returns how many."""
    panel = kept_panel(challenge)
    with policy.CHANGE_ASSIGNMENT.begin(actor, challenge, lock=[panel]) as record:
        wave = challenge.waves.exclude(released_at=None).last() or unreleased(challenge)
        if wave is None:
            raise StateConflict(_("Nothing has been shared out yet."))
        ended = end_lost(challenge, record.at, reason)
        roster = roster_of(challenge)
        plan = rebalance(
            roster.held,
            begun=roster.begun,
            need=panel.reviews_each,
            limits=roster.limits,
            conflicts=roster.tied,
            seed=wave.seed,
        )
        fresh = pairs_in(plan.table & ~roster.held)
        write_pairs(wave, roster, fresh, record.at)
        record.about(wave, ended=ended, moved=len(fresh))
    return len(fresh)


def end_lost(challenge: Challenge, at: datetime, reason: str) -> int:
    """End the open reviews of judges who left the panel or are tied, unless they began them."""
    seated = {judge.pk for judge in roster_of(challenge).judges}
    standing = Assignment.objects.filter(submission__team__challenge=challenge, ended_at=None)
    ties = Conflict.objects.standing().filter(team__challenge=challenge)
    tied = set(ties.values_list("judge", "team"))
    cards = Scorecard.objects.standing().filter(version__submission__team__challenge=challenge)
    begun = set(cards.values_list("judge", "version__submission"))
    lost = [
        row.pk
        for row in standing.select_related("submission")
        if (row.judge_id not in seated or (row.judge_id, row.submission.team_id) in tied)
        and (row.judge_id, row.submission_id) not in begun
    ]
    return Assignment.objects.filter(pk__in=lost).update(ended_at=at, ended_reason=reason)


def keep_waves_moving() -> int:
    """Waves that open by themselves: the next one, when everything asked for is in."""
    panels = Panel.objects.filter(mode=Panel.Mode.SOME, opening=Panel.Opening.ITSELF)
    return do_for_each("judging.tasks.keep_waves_moving", panels, open_next_wave)


def open_next_wave(panel: Panel) -> bool:
    challenge = panel.challenge
    if not policy.RELEASE_WAVE.open_now(challenge) or not is_all_in(challenge):
        return False
    try:
        release_wave(actor=None, wave=propose_wave(actor=None, challenge=challenge))
    except StateConflict:
        return False  # decided, or nothing more planned: the page says which
    return True
