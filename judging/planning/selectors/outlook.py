"""How sure the winner is, and what one more wave would bring.

The sampler's draws are not kept: what a wave would bring is computed with the ranking and kept
beside it. Whether a wave is needed or possible at all is asked of the rows as they stand.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from challenges.models import Challenge
from judging.planning.selectors.assigning import (
    Roster,
    roster_of,
    unreleased,
)
from judging.planning.selectors.further import compute_next_wave
from judging.rules.models import Panel
from judging.scorecards.selectors.marks import Marks
from judging.scoring import waves
from judging.scoring.standings import Standings


def outlook_of(challenge_id: int, marks: Marks, board: Standings) -> dict[str, Any] | None:
    """What the next wave would bring to a challenge, or why there is none."""
    place = marks.challenge_ids.index(challenge_id)
    roster = as_released(roster_of(Challenge.objects.select_related("event").get(pk=challenge_id)))
    panel = roster.panel
    if panel.mode != Panel.Mode.SOME or not panel.wave_size or place not in board.verdicts:
        return None
    wave = compute_next_wave(marks, board, roster)
    race = wave.races[place]
    kept = {"of": panel.wave_size, "code": race.code}
    if race.code != waves.OPEN:
        return kept
    own = np.flatnonzero(marks.challenges == place)
    asked, entries = (np.array(column) for column in zip(*wave.reviews, strict=True))
    new = np.bincount(entries, minlength=len(marks.challenges))[own]
    found = board.calibration
    care = found.noise[asked] / np.maximum(found.slope[asked], waves.LEAST_SLOPE)
    best = waves.outlook(found.draws[:, own], float(np.median(care)), new)
    return kept | {"size": len(wave.reviews), "best": max(best, race.best or 0)}


def as_released(roster: Roster) -> Roster:
    """As if a wave that is only planned were not: it is the one that would be next."""
    wave = unreleased(roster.challenge)
    if wave is None:
        return roster
    held = roster.held.copy()
    for judge, submission in wave.assignments.filter(ended_at=None).values_list(
        "judge", "submission"
    ):
        cell = roster.cell(judge, submission)
        if cell:
            held[cell] = False
    return replace(roster, held=held)
