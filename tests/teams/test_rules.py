"""Rules that stand twice, for one row and for a query: both forms say the same of many rows."""

from datetime import timedelta
from itertools import product

import pytest
from django.db.models import F

from hackathon.kernel.grace import end_of_grace, end_of_grace_in
from hackathon.kernel.guard import unguarded
from hackathon.models import Event
from teams.deadlines.rule import closing_of, deadline_in, deadline_of, open_at, over_at
from teams.models import Team
from teams.team import policy
from teams.team.freeze import fixed_from, fixed_from_in
from tests.factories import ChallengeFactory, EventFactory, TeamFactory

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SHIFTS = (None, -90 * MINUTE, timedelta(), 7 * MINUTE, 300 * MINUTE)
GRACE = (0, 5, 120)


def moved(moment, shift):
    return None if shift is None else moment + shift


@pytest.fixture
def teams():
    """A team for each combination of grace, the challenge's deadline and the team's own."""
    with unguarded("test"):
        for grace in GRACE:
            event = EventFactory(grace_minutes=grace)
            event.judging_closes_at = event.submissions_close_at + 60 * MINUTE
            event.save()
            for own, extension in product(SHIFTS, SHIFTS):
                shared = event.submissions_close_at
                challenge = ChallengeFactory(event=event, submissions_close_at=moved(shared, own))
                until = moved(shared, extension)
                TeamFactory(event=event, challenge=challenge, extended_until=until)
    return Team.objects.select_related("event", "challenge")


def test_a_query_knows_the_same_deadline_as_a_row(teams):
    rows = teams.annotate(in_query=deadline_in())

    assert {team.pk: team.in_query for team in rows} == {t.pk: deadline_of(t) for t in rows}
    assert len({team.in_query - team.event.submissions_close_at for team in rows}) == 4


def test_a_query_knows_the_same_teams_that_can_submit_at_every_instant(teams):
    rows = list(teams)
    instants = {closing_of(team) for team in rows}
    assert len(instants) > 9

    for moment in sorted({i + step for i in instants for step in (-MINUTE, timedelta(), MINUTE)}):
        writing = {team.pk for team in rows if moment < closing_of(team)}
        assert set(open_at(teams, moment).values_list("pk", flat=True)) == writing
        over = {team.pk for team in rows} - writing
        assert set(over_at(teams, moment).values_list("pk", flat=True)) == over


def test_a_query_knows_the_same_grace_as_an_event(teams):
    events = Event.objects.annotate(ends=end_of_grace_in("", F("submissions_close_at")))

    for event in events:
        assert event.ends == end_of_grace(event, event.submissions_close_at)
    assert len({event.ends - event.submissions_close_at for event in events}) == 3


def test_teams_are_fixed_for_a_query_for_a_row_and_for_whoever_wants_to_join():
    with unguarded("test"):
        for shift in SHIFTS:
            event = EventFactory()
            event.team_changes_close_at = moved(event.submissions_close_at, shift)
            event.save()
            TeamFactory(event=event)
    teams = Team.objects.select_related("event").annotate(in_query=fixed_from_in("event__"))

    for team in teams:
        assert team.in_query == fixed_from(team.event)
        assert policy.USE_LINK.open_at(team, team.in_query - MINUTE)
        assert not policy.USE_LINK.open_at(team, team.in_query)
