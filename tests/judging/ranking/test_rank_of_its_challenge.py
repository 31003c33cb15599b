"""A project has the rank of the challenge that it is in, whatever rank it had elsewhere."""

import pytest

from judging.ranking.selectors.leaderboard import leaderboard
from judging.ranking.selectors.official import newest_official_of
from judging.ranking.services.calculation import calculate
from teams.rulings.services import correct_team
from tests.judging.amendments.acts import scene_in

pytestmark = pytest.mark.django_db


def test_a_moved_project_does_not_bring_its_rank_along():
    scene = scene_in("handed in")
    calculate(event=scene.event)
    _roads, rivers = scene.challenges
    correct_team(actor=scene.boss, team=scene.teams["Amber"], reason="Water.", challenge=rivers)
    event = scene.read().event

    shown = newest_official_of(event)
    assert not shown.is_current
    there = next(board for board in leaderboard(event, shown) if board.challenge == rivers)
    moved = next(line for line in there.lines if line.version.title == "Amber")

    assert (moved.rank, moved.points, moved.reviews) == (None, None, 0)
    ranks = [line.rank for line in there.lines if line.rank]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(there.lines) - 1
