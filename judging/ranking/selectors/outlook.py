from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge
from judging.planning.selectors.assigning import (
    is_all_in,
    panel_of,
    plans_another,
)
from judging.planning.selectors.further import race_in_words
from judging.ranking.selectors.computing import LINE
from judging.ranking.selectors.ranking import Shown
from judging.rules.models import Panel
from judging.scoring import waves
from judging.scoring.standings import Line, Standings
from judging.scoring.verdict import Verdict

STILL_OPEN = (waves.OPEN, waves.NOBODY_LEFT)


@dataclass(frozen=True)
class Outlook:
    """``now``: the leader's probability in per cent, or None; then what there is to say."""

    now: int | None
    sentences: list[str]


def describe_outlook(challenge: Challenge, shown: Shown | None) -> Outlook:
    """What the page of the plan says, for whoever may know how the marks stand."""
    if shown is None:
        return Outlook(None, [_("The ranking is being computed. Reload in a minute.")])
    race = race_of(shown.result, panel_of(challenge))
    said = []
    if not shown.is_current:
        said.append(
            _("Marks have changed since. The ranking is being computed anew: reload in a minute.")
        )
    now = None if race.best is None else min(99, round(100 * race.best))  # nothing is certain
    return Outlook(now, [*said, next_in_words(race, challenge, shown.result.get("outlook"))])


def next_in_words(race: waves.Race, challenge: Challenge, kept: dict[str, Any] | None) -> str:
    panel = panel_of(challenge)
    if race.code != waves.OPEN:
        return race_in_words(race)
    if not plans_another(challenge) or not panel.wave_size:
        return _("The rule sheet plans no further wave.")
    if not is_all_in(challenge):
        return _("Reviews that were asked for are not in yet: they come first.")
    if kept is None or kept["of"] != panel.wave_size or kept["code"] not in STILL_OPEN:
        return _("The rules have changed: what one more wave brings is computed with new marks.")
    if kept["code"] == waves.NOBODY_LEFT:
        return race_in_words(replace(race, code=waves.NOBODY_LEFT))
    sentence = ngettext(
        "One more wave of %(n)d review would bring it to about %(best)d %%; "
        "the rule sheet stops at %(stop)d %%.",
        "One more wave of %(n)d reviews would bring it to about %(best)d %%; "
        "the rule sheet stops at %(stop)d %%.",
        kept["size"],
    )
    return sentence % {
        "n": kept["size"],
        "best": min(99, round(100 * kept["best"])),
        "stop": panel.stop_at,
    }


def race_of(result: dict[str, Any], panel: Panel) -> waves.Race:
    """Where the challenge stands, by the numbers that are kept and the rules as they are."""
    lines = tuple(
        Line(entry=place, challenge=0, **{name: row[name] for name in LINE})
        for place, row in enumerate(result["lines"])
    )
    verdict = Verdict(result["verdict"]["code"], result["verdict"]["parameters"])
    nothing: Any = None  # a race asks for no calibration
    board = Standings(lines, {0: verdict}, {}, nothing)
    return waves.race(board, 0, np.full(len(lines), panel.reviews_each), panel.stop_at / 100)
