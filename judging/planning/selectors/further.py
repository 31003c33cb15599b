"""Where a challenge's next reviews would go, once the first wave is in."""

import numpy as np
from django.utils.translation import gettext as _

from judging.planning.selectors.assigning import Roster
from judging.scorecards.selectors.marks import Marks
from judging.scoring import waves
from judging.scoring.standings import Standings


def compute_next_wave(marks: Marks, board: Standings, roster: Roster, seed: int = 0) -> waves.Wave:
    """The wave that would follow; nothing of it is written."""
    held, free, room = seen_from(marks, roster)
    return waves.propose(
        board,
        held,
        size=roster.panel.wave_size,
        first_wave=needed_reviews(marks, roster),
        allowed=free,
        limits=room,
        target=roster.panel.stop_at / 100,
        seed=seed,
    )


def seen_from(marks: Marks, roster: Roster) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The roster's tables in the order of the marks: seen, allowed, and how many more."""
    shape = (len(marks.judge_ids), len(marks.submission_ids))
    held, free = np.zeros(shape, bool), np.zeros(shape, bool)
    load = roster.held.sum(axis=1)
    room = np.zeros(shape[0], np.int64)
    for row, judge in enumerate(marks.judge_ids):
        own = roster.rows.get(judge)
        room[row] = 0 if own is None else max(0, roster.limits - load[own])
        for column, submission in enumerate(marks.submission_ids):
            cell = roster.cell(judge, submission)
            if cell:
                held[row, column] = roster.held[cell] or roster.begun[cell]
                free[row, column] = not roster.tied[cell]
    return held, free, room


def needed_reviews(marks: Marks, roster: Roster) -> np.ndarray:
    each = roster.panel.reviews_each
    return np.array([each if row in roster.columns else 0 for row in marks.submission_ids])


def cell_of(pair: tuple[int, int], marks: Marks, roster: Roster) -> tuple[int, int]:
    judge, entry = pair
    cell = roster.cell(marks.judge_ids[judge], marks.submission_ids[entry])
    if cell is None:
        raise LookupError("This pair stands on no roster.")
    return cell


def race_in_words(race: waves.Race) -> str:
    """Why there is no further wave. No number: whoever plans may still owe marks of their own."""
    if race.code == waves.DECIDED:
        return _("The winner is sure enough by the rule sheet. No wave is needed.")
    if race.code == waves.FIRST_WAVE_OPEN:
        return _("The first wave is not in yet: %(n)d submissions wait for reviews.") % {
            "n": len(race.waiting)
        }
    if race.code == waves.NOBODY_LEFT:
        return _("Every judge has seen every submission that is still in the race.")
    return _("How sure the winner is cannot be computed yet: look at the ranking for the reason.")
